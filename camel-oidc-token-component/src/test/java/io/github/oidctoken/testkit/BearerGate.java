package io.github.oidctoken.testkit;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets requests with a valid bearer token pass (RFC 6750). Thread-safe. */
final class BearerGate {

    private static final Pattern BEARER = Pattern.compile("Bearer +([A-Za-z0-9\\-._~+/]+=*)", Pattern.CASE_INSENSITIVE);
    private static final String CHALLENGE = "Bearer realm=\"protected-api\"";

    private final AccessTokenVerifier verifier;
    private final Set<String> rejected = new HashSet<>();
    private int rejectionsToCome;

    BearerGate(AccessTokenVerifier verifier) {
        this.verifier = verifier;
    }

    /** The gate's answer: status 200, or another one with its challenge; the token by its fingerprint. */
    record Verdict(
            int status,
            @Nullable String challenge,
            @Nullable String token,
            @Nullable String subject) {}

    Verdict judge(List<String> authorization) {
        if (authorization.size() > 1) {
            return new Verdict(400, error("invalid_request", "More than one Authorization header"), null, null);
        }
        Matcher bearer = BEARER.matcher(authorization.isEmpty() ? "" : authorization.get(0));
        if (!bearer.matches()) {
            return new Verdict(401, CHALLENGE, null, null);
        }
        String token = bearer.group(1);
        String fingerprint = Fingerprint.of(token);
        Optional<String> subject = verifier.verify(token);
        if (subject.isEmpty() || isRejected(Fingerprint.full(token))) {
            String challenge = error("invalid_token", "The access token is unknown, expired or revoked");
            return new Verdict(401, challenge, fingerprint, null);
        }
        return new Verdict(200, null, fingerprint, subject.get());
    }

    synchronized void rejectNext() {
        rejectionsToCome++;
    }

    private synchronized boolean isRejected(String fingerprint) {
        if (rejected.contains(fingerprint)) {
            return true;
        }
        if (rejectionsToCome == 0) {
            return false;
        }
        rejectionsToCome--;
        return rejected.add(fingerprint);
    }

    private static String error(String code, String description) {
        return CHALLENGE + ", error=\"" + code + "\", error_description=\"" + description + "\"";
    }
}
