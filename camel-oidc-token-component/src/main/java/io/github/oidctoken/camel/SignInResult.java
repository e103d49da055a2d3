package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.renewal.SignedIn;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What a route learns of a sign-in: who signed in and for how long, never a token. */
final class SignInResult {

    private SignInResult() {}

    /** For the program that handed a code over. */
    static void deliver(SignedIn signedIn, Message message) {
        headers(signedIn, message);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("client", signedIn.client());
        members.put("principal", signedIn.principal());
        if (signedIn.subject() != null) {
            members.put("subject", signedIn.subject());
        }
        members.put("expiresAt", signedIn.expiresAt().toString());
        message.setBody(members);
    }

    /** For the person who looks at the browser; text, since not every HTTP consumer can answer a Map. */
    static void tell(SignedIn signedIn, Message message) {
        headers(signedIn, message);
        message.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=utf-8");
        message.setBody("Signed in for " + signedIn.client() + ". You may close this page.");
    }

    private static void headers(SignedIn signedIn, Message message) {
        if (signedIn.subject() != null) {
            message.setHeader(OidcTokenConstants.SUBJECT, signedIn.subject());
        }
        message.setHeader(OidcTokenConstants.PRINCIPAL, signedIn.principal());
        message.setHeader(OidcTokenConstants.EXPIRES_AT, signedIn.expiresAt());
    }
}
