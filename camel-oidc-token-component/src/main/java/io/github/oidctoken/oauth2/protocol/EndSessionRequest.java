package io.github.oidctoken.oauth2.protocol;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a browser ends its session at the server (OpenID Connect RP-Initiated Logout 1.0 section 2). */
public final class EndSessionRequest {

    private EndSessionRequest() {}

    /**
     * The address for the browser. It is as secret as the ID token in it.
     *
     * @param endpoint the end session endpoint; what it has of a query stays
     * @param idToken the hint whose session it is; absent when none was given
     * @param returnTo where the server sends the browser then
     */
    public static URI uri(
            ClientRegistration client,
            URI endpoint,
            @Nullable Secret idToken,
            @Nullable URI returnTo,
            @Nullable String state) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        if (idToken != null) {
            query.put("id_token_hint", List.of(idToken.value()));
        }
        query.put("client_id", List.of(client.clientId()));
        if (returnTo != null) {
            query.put("post_logout_redirect_uri", List.of(returnTo.toString()));
            if (state != null) {
                query.put("state", List.of(state));
            }
        }
        String separator = endpoint.getRawQuery() == null ? "?" : "&";
        return URI.create(endpoint + separator + URLUtils.serializeParameters(query));
    }
}
