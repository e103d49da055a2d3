package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.OidcTokenException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What came of a sign-out; the session has ended here in any case.
 *
 * @param client its name
 * @param ended whether there was anything to end
 * @param browserGoesTo where the person's browser ends its own session at the server; absent when the server has no such place
 * @param problem why the server has not revoked what it gave; absent when it has, or there was nothing
 */
public record SignedOut(
        String client,
        String principal,
        boolean ended,
        @Nullable URI browserGoesTo,
        @Nullable OidcTokenException problem) {

    /** The address holds an ID token and is not shown. */
    @Override
    public String toString() {
        return "SignedOut[" + client + ", ended=" + ended + "]";
    }
}
