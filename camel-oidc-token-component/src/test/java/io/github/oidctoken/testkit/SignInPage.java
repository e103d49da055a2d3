package io.github.oidctoken.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The authorization endpoint of the strict server (RFC 6749 section 3.1): whoever comes is signed in as the person that the test names, without a page. PKCE with
 * S256 is demanded, codes work once, {@code iss} is sent (RFC 9207). ID tokens are signed by RS256. Thread-safe.
 */
public final class SignInPage {

    private static final int CODE_BYTES = 24;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final List<String> issuedCodes = new ArrayList<>();
    private final Clock clock;
    private volatile String subject = "alice";
    private volatile boolean refuses;
    private volatile boolean requiresPushed;
    private final Map<String, Map<String, String>> pushed = new ConcurrentHashMap<>();
    private final Map<String, Object> forcedClaims = new ConcurrentHashMap<>();
    private volatile @Nullable RSAKey key;

    SignInPage(Clock clock) {
        this.clock = clock;
    }

    /** What a code stands for. */
    record Code(
            String clientId,
            String redirectUri,
            String challenge,
            Set<String> scope,
            @Nullable String nonce,
            String subject) {}

    /** Whoever comes from now on is that person. */
    public void signsInAs(String person) {
        subject = person;
    }

    /** Whoever comes from now on refuses. */
    public void refuses() {
        refuses = true;
    }

    /** From now on authorization requests are taken only if they were pushed before (RFC 9126), and the metadata says so. */
    public void requiresPushedRequests() {
        requiresPushed = true;
    }

    boolean arePushedRequestsRequired() {
        return requiresPushed;
    }

    /** Keeps a request whose client has authenticated itself; its {@code request_uri} works once. */
    Map<String, Object> push(String clientId, FormBody form) {
        Map<String, String> request = new HashMap<>(form.fields());
        if (request.containsKey("request_uri")) {
            throw OAuthRefusal.invalidRequest("The parameter request_uri must not be pushed");
        }
        if (!request.containsKey("redirect_uri")) {
            throw OAuthRefusal.invalidRequest("Invalid parameter: redirect_uri");
        }
        request.put("client_id", clientId);
        request.remove("client_secret");
        String requestUri = "urn:ietf:params:oauth:request_uri:" + UUID.randomUUID();
        pushed.put(requestUri, request);
        return Map.of("request_uri", requestUri, "expires_in", 60);
    }

    /** ID tokens carry that claim, whatever were right. */
    public void forceClaim(String name, Object value) {
        forcedClaims.put(name, value);
    }

    /** ID tokens are signed by another key from now on, and the old one is not published any more. */
    public synchronized void changeKey() {
        key = newKey();
    }

    /** All codes issued so far. */
    public synchronized List<String> issuedCodes() {
        return List.copyOf(issuedCodes);
    }

    HttpAnswer answer(URI issuer, String query, Set<String> clients) {
        Map<String, String> asked = new HashMap<>();
        URLUtils.parseParameters(query).forEach((name, values) -> asked.put(name, values.get(0)));
        String requestUri = asked.get("request_uri");
        if (requestUri != null) {
            Map<String, String> kept = pushed.remove(requestUri);
            if (kept == null
                    || !asked.getOrDefault("client_id", "").equals(kept.get("client_id"))
                    || asked.size() > 2) {
                return HttpAnswer.text(400, "PAR not found. not issued or used multiple times.");
            }
            asked.putAll(kept);
        }
        String redirectUri = asked.get("redirect_uri");
        if (redirectUri == null || !clients.contains(asked.getOrDefault("client_id", ""))) {
            return HttpAnswer.text(400, "Invalid parameter: redirect_uri or client_id");
        }
        Map<String, List<String>> answer = new HashMap<>();
        answer.put("iss", List.of(issuer.toString()));
        answer.put("state", List.of(asked.getOrDefault("state", "")));
        String problem = problem(asked);
        if (refuses) {
            answer.put("error", List.of("access_denied"));
            answer.put("error_description", List.of("User denied \"consent\""));
        } else if (problem != null) {
            answer.put("error", List.of("invalid_request"));
            answer.put("error_description", List.of(problem));
        } else {
            answer.put("code", List.of(newCode(asked, redirectUri)));
        }
        return "form_post".equals(asked.get("response_mode"))
                ? form(redirectUri, answer)
                : new HttpAnswer(302, Map.of("Location", redirectUri + "?" + URLUtils.serializeParameters(answer)), "");
    }

    /** A page that posts itself (OAuth 2.0 Form Post Response Mode). */
    private static HttpAnswer form(String redirectUri, Map<String, List<String>> answer) {
        StringBuilder page =
                new StringBuilder("<html><body onload=\"document.forms[0].submit()\"><form method=\"post\" action=\""
                        + redirectUri + "\">");
        answer.forEach((name, values) -> page.append("<input type=\"hidden\" name=\"")
                .append(name)
                .append("\" value=\"")
                .append(values.get(0).replace("&", "&amp;").replace("\"", "&quot;"))
                .append("\"/>"));
        return new HttpAnswer(
                200,
                Map.of("Content-Type", "text/html"),
                page.append("</form></body></html>").toString());
    }

    private @Nullable String problem(Map<String, String> asked) {
        if (requiresPushed && !asked.containsKey("request_uri")) {
            return "Pushed Authorization Request is only allowed.";
        }
        if (!"code".equals(asked.get("response_type"))) {
            return "Invalid response_type";
        }
        return !"S256".equals(asked.get("code_challenge_method")) || !asked.containsKey("code_challenge")
                ? "Missing parameter: code_challenge_method"
                : null;
    }

    private synchronized String newCode(Map<String, String> asked, String redirectUri) {
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Set<String> scope = new LinkedHashSet<>(
                List.of(asked.getOrDefault("scope", "").strip().split(" +")));
        scope.remove("");
        codes.put(
                code,
                new Code(
                        asked.getOrDefault("client_id", ""),
                        redirectUri,
                        asked.getOrDefault("code_challenge", ""),
                        scope,
                        asked.get("nonce"),
                        subject));
        issuedCodes.add(code);
        return code;
    }

    /** A code is spent by its first presentation, whether that was right or not. */
    Code spend(String clientId, FormBody form) {
        Code code = codes.remove(
                form.get("code").orElseThrow(() -> OAuthRefusal.invalidRequest("Missing parameter: code")));
        if (code == null || !code.clientId().equals(clientId)) {
            throw OAuthRefusal.invalidGrant("Code not valid");
        }
        if (!code.redirectUri().equals(form.fields().get("redirect_uri"))) {
            throw OAuthRefusal.invalidGrant("Incorrect redirect_uri");
        }
        String verifier = form.get("code_verifier")
                .orElseThrow(() -> OAuthRefusal.invalidGrant("PKCE code verifier not specified"));
        if (!challenge(verifier).equals(code.challenge())) {
            throw OAuthRefusal.invalidGrant("PKCE verification failed: Code mismatch");
        }
        return code;
    }

    /** As a code for whoever comes now, by another device. */
    Code byDevice(String clientId, Set<String> scope) {
        return new Code(clientId, "", "", scope, null, subject);
    }

    private static String challenge(String verifier) {
        return com.nimbusds.oauth2.sdk.pkce.CodeChallenge.compute(
                        com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod.S256,
                        new com.nimbusds.oauth2.sdk.pkce.CodeVerifier(verifier))
                .getValue();
    }

    /** The ID token for a code. */
    String idToken(URI issuer, Code code, String accessToken) {
        try {
            RSAKey signing = key();
            JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                    .issuer(issuer.toString())
                    .audience(code.clientId())
                    .claim("azp", code.clientId())
                    .subject(code.subject())
                    .issueTime(Date.from(clock.instant()))
                    .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                    .claim("nonce", code.nonce())
                    .claim(
                            "at_hash",
                            AccessTokenHash.compute(new BearerAccessToken(accessToken), JWSAlgorithm.RS256, null)
                                    .getValue());
            forcedClaims.forEach(claims::claim);
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(signing.getKeyID())
                            .build(),
                    claims.build());
            jwt.sign(new RSASSASigner(signing));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public keys (RFC 7517 section 5). */
    Map<String, Object> keys() {
        return new JWKSet(key()).toJSONObject(true);
    }

    private synchronized RSAKey key() {
        RSAKey present = key == null ? FirstKey.VALUE : key;
        key = present;
        return present;
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of all servers of this JVM: it takes long to make one. */
    private static final class FirstKey {

        static final RSAKey VALUE = newKey();
    }
}
