package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.renewal.DeviceAuthorization;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Begins a sign-in by another device, and tells the code that the person needs. */
final class DeviceAuthorizationProducer extends AskingProducer {

    DeviceAuthorizationProducer(OidcTokenEndpoint endpoint, OidcTokenClient client) {
        super(endpoint, client);
    }

    @Override
    PendingResult<?> ask(Exchange exchange) {
        return new PendingResult<>(
                client.deviceSignIns().begin(client.registration(), client.principal(exchange)),
                begun -> answer(begun, exchange.getMessage()));
    }

    /** By the names of RFC 8628 section 3.2, without the device code: that stays with us. */
    private static void answer(DeviceAuthorization begun, Message message) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("user_code", begun.userCode());
        members.put("verification_uri", begun.verificationUri().toString());
        if (begun.verificationUriComplete() != null) {
            members.put(
                    "verification_uri_complete", begun.verificationUriComplete().toString());
        }
        members.put("expires_at", begun.expiresAt().toString());
        members.put("interval", begun.interval().toSeconds());
        members.put("replaces_pending", begun.replacesPending());
        message.setHeader(OidcTokenConstants.USER_CODE, begun.userCode());
        message.setHeader(
                OidcTokenConstants.VERIFICATION_URI, begun.verificationUri().toString());
        message.setHeader(OidcTokenConstants.EXPIRES_AT, begun.expiresAt());
        message.setBody(members);
    }
}
