package io.github.oidctoken.testkit;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An authorization server for tests, as unforgiving as the strictest real ones: a refresh token works once, and one that
 * comes twice ends its session. Grants: client_credentials, password, refresh_token, authorization_code and device_code. Access tokens are opaque. Status codes
 * and error descriptions are those of Keycloak 26.
 *
 * <p>It listens on 127.0.0.1, counts what it sees ({@link #statistics()}, {@link #requests()}) and goes wrong when told to.
 * One-shot faults ({@code loseNext...}, {@code holdNext}, {@code delayNext}, {@code respondNext}) queue up: each meets one
 * coming token request. Tokens expire by the given clock; the {@code Date} header shows the system's time, because the
 * JDK's server sets it.
 *
 * <p>Thread-safe. Every request has its own thread.
 */
public final class StrictAuthorizationServer implements AutoCloseable {

    private static final Duration UNTIL_RELEASED = Duration.ofMinutes(10);

    private final StrictServerSettings settings;
    private final ClientAuthenticator authenticator;
    private final TokenStore store;
    private final TokenRequestLog log;
    private final Faults faults = new Faults();
    private final SignInPage signInPage;
    private final DevicePage devicePage;
    private final LoopbackHttpServer http;

    private StrictAuthorizationServer(StrictServerSettings settings, Clock clock, SecureRandom random) {
        this.authenticator = new ClientAuthenticator(settings.clients());
        this.settings = settings;
        this.store = new TokenStore(settings, clock, random);
        this.log = new TokenRequestLog(authenticator);
        this.signInPage = new SignInPage(clock);
        this.devicePage = new DevicePage(clock);
        TokenEndpoint tokenEndpoint =
                new TokenEndpoint(settings, authenticator, store, signInPage, devicePage, this::issuer);
        Endpoints endpoints = new Endpoints(
                settings.paths(),
                new TokenRequestHandler(tokenEndpoint, store, log, faults, clock),
                new IntrospectionEndpoint(authenticator, store),
                this::metadata,
                signInPage::keys,
                request -> signInPage.push(
                        authenticator
                                .authenticate(request.authorization(), request.form())
                                .clientId(),
                        request.form()),
                request -> devicePage.begin(
                        below("/device"),
                        authenticator
                                .authenticate(request.authorization(), request.form())
                                .clientId(),
                        request.form()),
                query -> signInPage.answer(issuer(), query, settings.clients().keySet()),
                faults);
        this.http = new LoopbackHttpServer("authorization-server", settings.port(), endpoints);
    }

    /** Starts a server on the system's clock. */
    public static StrictAuthorizationServer start(StrictServerSettings settings) {
        return start(settings, Clock.systemUTC(), new SecureRandom());
    }

    /** Starts a server; the clock decides when tokens expire, the random source makes them. */
    public static StrictAuthorizationServer start(StrictServerSettings settings, Clock clock, SecureRandom random) {
        StrictAuthorizationServer server = new StrictAuthorizationServer(settings, clock, random);
        server.http.start();
        return server;
    }

    /** Gives a client another secret; the old one is refused from now on. */
    public void changeSecret(String clientId, String secret) {
        authenticator.changeSecret(clientId, secret);
    }

    /** The port on 127.0.0.1; it stays the same over a stop. */
    public int port() {
        return http.port();
    }

    /** The issuer identifier; discovery is below it at {@code /.well-known/openid-configuration}. */
    public URI issuer() {
        return below("");
    }

    /** Where persons sign in, for browsers. */
    public URI authorizationEndpoint() {
        return below(settings.paths().authorization());
    }

    /** Who signs in. */
    public SignInPage signInPage() {
        return signInPage;
    }

    /** Where persons sign in for another device. */
    public DevicePage devicePage() {
        return devicePage;
    }

    /** Where tokens are issued. */
    public URI tokenEndpoint() {
        return below(settings.paths().token());
    }

    /** Where a protected API in another JVM asks about tokens. */
    public URI introspectionEndpoint() {
        return below(settings.paths().introspection());
    }

    /** What a protected API in the same JVM asks about tokens. */
    public AccessTokenVerifier accessTokenVerifier() {
        return token -> store.valid(token).map(AccessToken::subject);
    }

    /** Starts a session as if the user had signed in with the client; returns its first refresh token. */
    public String signIn(String clientId, String username) {
        if (!settings.clients().containsKey(clientId)) {
            throw new IllegalArgumentException("Unknown client " + clientId);
        }
        return store.newSession(clientId, username);
    }

    /** Makes every access token invalid at once; refresh tokens live on. */
    public void invalidateAccessTokens() {
        store.invalidateAccessTokens();
    }

    /** Ends every session, as an administrator's sign-out does: refreshing then says "Session not active". */
    public void endSessions() {
        store.endSessions();
    }

    /** The next token request is processed, its answer is lost: the connection ends before the first byte. */
    public void loseNextAnswer() {
        faults.add(new Fault.AnswerLost());
    }

    /** The next token request is lost and not processed; the client cannot tell this from a lost answer. */
    public void loseNextRequest() {
        faults.add(new Fault.RequestLost());
    }

    /** The next token request is processed at once, its answer sent this much later. */
    public void delayNext(Duration delay) {
        faults.hold(delay);
    }

    /** The next token request is processed, its answer sent when the test says so (or after 10 minutes). */
    public HeldAnswer holdNext() {
        return faults.hold(UNTIL_RELEASED);
    }

    /** The next token request is not processed and gets this answer. */
    public void respondNext(int status, Map<String, String> headers, String body) {
        faults.add(new Fault.Answered(new HttpAnswer(status, headers, body)));
    }

    /** Every endpoint answers 503 in plain text, as a proxy does, until {@link #available()}. */
    public void unavailable() {
        faults.startOutage(HttpAnswer.text(503, "Service Unavailable"));
    }

    /** Every endpoint answers 503 with {@code Retry-After} in whole seconds, until {@link #available()}. */
    public void unavailable(Duration retryAfter) {
        faults.startOutage(new HttpAnswer(
                503, Map.of("Retry-After", Long.toString(retryAfter.toSeconds())), "Service Unavailable"));
    }

    /** Ends {@link #unavailable()}. */
    public void available() {
        faults.endOutage();
    }

    /** Closes the port and all connections, answers on their way are lost; tokens, sessions and counts stay. */
    public void stop() {
        http.stop();
        faults.releaseAll();
    }

    /** Listens on the same port again after a {@link #stop()}. */
    public void startAgain() {
        http.start();
    }

    /** What has been counted so far. */
    public ServerStatistics statistics() {
        return log.statistics(store.counts());
    }

    /** The latest 10,000 token requests, oldest first; those lost on purpose included. */
    public List<RecordedTokenRequest> requests() {
        return log.requests();
    }

    /** Stops for good. */
    @Override
    public void close() {
        stop();
        http.close();
    }

    private URI below(String path) {
        String whole = settings.paths().issuer() + path;
        URI publicUri = settings.publicUri();
        return publicUri == null ? http.uri(whole) : URI.create(publicUri + whole);
    }

    private Map<String, Object> metadata() {
        return MetadataDocument.of(
                issuer(),
                authorizationEndpoint(),
                tokenEndpoint(),
                introspectionEndpoint(),
                below(settings.paths().jwks()),
                below(Endpoints.PUSHED),
                below(Endpoints.DEVICE),
                signInPage.arePushedRequestsRequired(),
                settings.scopes());
    }
}
