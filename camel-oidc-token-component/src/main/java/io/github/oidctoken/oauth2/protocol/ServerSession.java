package io.github.oidctoken.oauth2.protocol;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import io.github.oidctoken.oauth2.Secret;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which of its sessions a server means ({@code sid}, OpenID Connect Front-Channel Logout 1.0 section 3). */
public final class ServerSession {

    private static final String SESSION_ID = "sid";

    private ServerSession() {}

    /** The session that an ID token belongs to, which is not judged here; empty when it does not say. */
    public static Optional<String> of(@Nullable Secret idToken) {
        if (idToken == null) {
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = JWTParser.parse(idToken.value()).getJWTClaimsSet();
            return Optional.ofNullable(claims == null ? null : claims.getStringClaim(SESSION_ID));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
