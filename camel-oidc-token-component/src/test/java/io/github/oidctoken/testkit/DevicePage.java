package io.github.oidctoken.testkit;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The device authorization of the strict server (RFC 8628). The test does what the person would do in a browser elsewhere. Thread-safe. */
public final class DevicePage {

    static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private static final int CODE_BYTES = 24;
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    DevicePage(Clock clock) {
        this.clock = clock;
    }

    private enum Answer {
        PENDING,
        APPROVED,
        REFUSED
    }

    private record Asked(String clientId, String userCode, Set<String> scope, Instant expiresAt, Answer answer) {

        Asked with(Answer given) {
            return new Asked(clientId, userCode, scope, expiresAt, given);
        }
    }

    /** Section 3.2; clients may ask once a second. */
    Map<String, Object> begin(URI verificationUri, String clientId, FormBody form) {
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        String deviceCode = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        StringBuilder userCode = new StringBuilder();
        random.ints(8, 0, LETTERS.length())
                .forEach(i -> userCode.append(userCode.length() == 4 ? "-" : "").append(LETTERS.charAt(i)));
        Set<String> scope = new LinkedHashSet<>(
                List.of(form.fields().getOrDefault("scope", "").strip().split(" +")));
        scope.remove("");
        asked.put(
                deviceCode,
                new Asked(clientId, userCode.toString(), scope, clock.instant().plus(LIFE), Answer.PENDING));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("device_code", deviceCode);
        members.put("user_code", userCode.toString());
        members.put("verification_uri", verificationUri.toString());
        members.put("verification_uri_complete", verificationUri + "?user_code=" + userCode);
        members.put("expires_in", LIFE.toSeconds());
        members.put("interval", 1);
        return members;
    }

    /** The person types in that code and agrees. */
    public void approve(String userCode) {
        answer(userCode, Answer.APPROVED);
    }

    /** The person types in that code and refuses. */
    public void refuse(String userCode) {
        answer(userCode, Answer.REFUSED);
    }

    private void answer(String userCode, Answer answer) {
        String deviceCode = asked.entrySet().stream()
                .filter(each -> each.getValue().userCode().equals(userCode))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("No such code: " + userCode));
        asked.computeIfPresent(deviceCode, (code, present) -> present.with(answer));
    }

    /** The scope that was agreed to, once; otherwise how it stands (section 3.5). */
    Set<String> spend(String clientId, FormBody form) {
        String deviceCode = form.get("device_code")
                .orElseThrow(() -> OAuthRefusal.invalidRequest("Missing parameter: device_code"));
        Asked present = asked.get(deviceCode);
        if (present == null || !present.clientId().equals(clientId)) {
            throw OAuthRefusal.invalidGrant("Device code not valid");
        }
        if (clock.instant().isAfter(present.expiresAt())) {
            throw new OAuthRefusal(400, "expired_token", "Device code is expired");
        }
        switch (present.answer()) {
            case PENDING ->
                throw new OAuthRefusal(400, "authorization_pending", "The authorization request is still pending");
            case REFUSED ->
                throw new OAuthRefusal(400, "access_denied", "The end user denied the authorization request");
            case APPROVED -> asked.remove(deviceCode);
        }
        return present.scope();
    }
}
