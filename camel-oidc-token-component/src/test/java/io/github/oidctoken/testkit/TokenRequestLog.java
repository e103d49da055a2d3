package io.github.oidctoken.testkit;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The recorded token requests and what became of their answers. Thread-safe. */
final class TokenRequestLog {

    private final ClientAuthenticator authenticator;
    private final Recording<RecordedTokenRequest> requests = new Recording<>();
    private final Map<String, Long> byGrant = new HashMap<>();
    private long delivered;
    private long lost;

    TokenRequestLog(ClientAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Records a request whose answer is still pending; returns its number. */
    synchronized long add(TokenRequest request, Instant receivedAt, int generation, TokenAnswer answer) {
        String grant = request.form().fields().get("grant_type");
        byGrant.merge(grant != null && TokenEndpoint.GRANTS.contains(grant) ? grant : "other", 1L, Long::sum);
        ClientAuthenticator.Credentials credentials = credentials(request);
        return requests.add(number -> new RecordedTokenRequest(
                        number,
                        receivedAt,
                        grant,
                        request.userAgent(),
                        credentials == null ? null : credentials.clientId(),
                        credentials == null ? null : credentials.method(),
                        request.form().get("refresh_token").map(Fingerprint::of).orElse(null),
                        generation,
                        answer.http().status(),
                        answer.error(),
                        answer.accessToken(),
                        Delivery.PENDING))
                .number();
    }

    /** Counted before the answer is written, so that whoever has read it finds it counted. */
    synchronized void delivered(long number) {
        delivered++;
        requests.change(number, request -> request.with(Delivery.DELIVERED));
    }

    /** Takes {@link #delivered} back: writing failed. */
    synchronized void notDelivered(long number) {
        delivered--;
        lost(number);
    }

    synchronized void lost(long number) {
        lost++;
        requests.change(number, request -> request.with(Delivery.LOST));
    }

    List<RecordedTokenRequest> requests() {
        return requests.all();
    }

    synchronized ServerStatistics statistics(TokenStore.Counts counts) {
        return new ServerStatistics(
                byGrant,
                delivered,
                lost,
                counts.refreshes(),
                counts.reuses(),
                counts.sessionsStarted(),
                counts.sessionsKilled());
    }

    private ClientAuthenticator.@Nullable Credentials credentials(TokenRequest request) {
        try {
            return authenticator
                    .credentials(request.authorization(), request.form())
                    .orElse(null);
        } catch (OAuthRefusal unreadable) {
            return null;
        }
    }
}
