package io.github.oidctoken.oauth2.renewal;

import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import io.github.oidctoken.testkit.FakeTime;
import io.github.oidctoken.testkit.ScriptedTransport;
import java.time.Duration;

/** An authorization server that rotates refresh tokens, lets sessions idle out after half an hour and ends one whose old token comes again. */
final class IdlingServer implements Transport {

    private final FakeTime time;
    final Duration idle = Duration.ofMinutes(30);
    Duration accessLife = Duration.ofMinutes(3);
    String valid = "seed";
    long usedAt;
    long suspended;
    long lastsUntil = Long.MAX_VALUE;
    boolean saysRefreshLife = true;
    boolean down;
    boolean killed;
    int presented;

    IdlingServer(FakeTime time) {
        this.time = time;
        this.usedAt = time.nanoTime();
    }

    private long now() {
        return time.nanoTime() + suspended;
    }

    void signIn(String refreshToken) {
        valid = refreshToken;
        usedAt = now();
        killed = false;
    }

    @Override
    public TransportResponse send(TransportRequest request) throws TransportException {
        if (down) {
            throw new TransportException(TransportException.Delivery.NOT_SENT, "connection refused", null);
        }
        String form = String.valueOf(request.form());
        if (form.contains("grant_type=authorization_code")) {
            signIn("of-the-sign-in");
            return tokens("a-of-the-sign-in", idle.toNanos());
        }
        if (!form.contains("grant_type=refresh_token")) {
            return ScriptedTransport.json(405, "{}");
        }
        presented++;
        killed = killed
                || !(form + "&").contains("refresh_token=" + valid + "&")
                || now() - usedAt > idle.toNanos()
                || now() > lastsUntil;
        if (killed) {
            return ScriptedTransport.json(400, "{\"error\":\"invalid_grant\"}");
        }
        valid = "r" + presented;
        usedAt = now();
        long left = lastsUntil == Long.MAX_VALUE ? idle.toNanos() : Math.min(idle.toNanos(), lastsUntil - now());
        return tokens("a" + presented, left);
    }

    private TransportResponse tokens(String accessToken, long left) {
        return ScriptedTransport.json(
                200,
                "{\"access_token\":\"" + accessToken + "\",\"token_type\":\"Bearer\",\"expires_in\":"
                        + accessLife.toSeconds()
                        + ",\"refresh_token\":\"" + valid + "\""
                        + (saysRefreshLife
                                ? ",\"refresh_expires_in\":"
                                        + Duration.ofNanos(left).toSeconds()
                                : "")
                        + "}");
    }
}
