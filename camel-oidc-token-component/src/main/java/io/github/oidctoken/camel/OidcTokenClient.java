package io.github.oidctoken.camel;

import io.github.oidctoken.camel.http.AuthorizedClient;
import io.github.oidctoken.camel.observation.ObservedClient;
import io.github.oidctoken.oauth2.Secret;
import io.github.oidctoken.oauth2.client.ClientRegistration;
import io.github.oidctoken.oauth2.client.Grant;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.renewal.ClientStatus;
import io.github.oidctoken.oauth2.renewal.DeviceSignIns;
import io.github.oidctoken.oauth2.renewal.Logins;
import io.github.oidctoken.oauth2.renewal.SignIns;
import io.github.oidctoken.oauth2.renewal.SignOuts;
import io.github.oidctoken.oauth2.token.AccessToken;
import io.github.oidctoken.oauth2.token.ClientTokens;
import io.github.oidctoken.oauth2.token.TokenSource;
import io.github.oidctoken.oauth2.validation.TokenRequirements;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** A client of the component. It outlives restarts of the component, and with them the engine behind it. */
final class OidcTokenClient implements AuthorizedClient, ObservedClient {

    private final ClientRegistration registration;
    private final TokenOwners owners;
    private final PrincipalOption principal;
    private final RejectedWhenOption rejectedWhen;
    private final EngineHolder engines;
    private final Function<String, OidcTokenClient> clients;
    private final @Nullable TokenExchange exchanging;
    private volatile @Nullable Bound bound;

    /** @param clients finds another client, whose tokens this one may exchange */
    OidcTokenClient(
            ClientRegistration registration,
            CamelContext context,
            EngineHolder engines,
            Function<String, OidcTokenClient> clients) {
        this.registration = registration;
        this.owners = new TokenOwners(registration);
        this.principal = new PrincipalOption(registration, context);
        this.rejectedWhen = new RejectedWhenOption(registration, context);
        this.engines = engines;
        this.clients = clients;
        this.exchanging = registration.grant() instanceof Grant.TokenExchange grant
                ? new TokenExchange(registration, grant, context, clients)
                : null;
    }

    @Override
    public ClientRegistration registration() {
        return registration;
    }

    @Override
    public TokenSource tokens(Exchange exchange) {
        owners.requireTokens();
        owners.requirePrincipal();
        Bound present = bound();
        if (exchanging != null) {
            return exchanging.tokens(exchange, present.tokens(), principal.of(exchange));
        }
        TokenSource fixed = present.fixed();
        return fixed != null ? fixed : present.tokens().of(principal.of(exchange));
    }

    private Bound bound() {
        EngineRuntime running = engines.get();
        Bound present = bound;
        if (present == null || present.runtime() != running) {
            ClientTokens tokens = running.engine().tokens(registration);
            present = new Bound(running, tokens, hasOneToken() ? tokens.of(registration.principal()) : null);
            bound = present;
        }
        return present;
    }

    private boolean hasOneToken() {
        return principal.isFixed() && exchanging == null;
    }

    @Override
    public String name() {
        return registration.name();
    }

    @Override
    public boolean isOnePrincipals() {
        return hasOneToken() && owners.isOne();
    }

    @Override
    public ClientStatus status() {
        EngineRuntime running = engines.running();
        return running == null ? ClientStatus.unused(name()) : running.engine().status(registration);
    }

    @Override
    public void retry() {
        EngineRuntime running = engines.running();
        if (running != null) {
            running.engine().retry(registration);
        }
    }

    @Override
    public CompletionStage<Map<String, Object>> explain(@Nullable String whose) {
        return engines.get().engine().explain(registration, named(whose));
    }

    @Override
    public CompletionStage<AccessToken> renew(@Nullable String whose) {
        return held(whose).renew(null);
    }

    @Override
    public void invalidate(@Nullable String whose) {
        TokenSource source = held(whose);
        AccessToken token = source.usable();
        if (token != null) {
            source.invalidate(token);
        }
    }

    private TokenSource held(@Nullable String whose) {
        owners.requireTokens();
        if (exchanging != null) {
            throw new IllegalArgumentException("Tokens of client '" + name()
                    + "' belong to the tokens that they are got in exchange for, and cannot be named by a principal.");
        }
        return bound().tokens().of(named(whose));
    }

    private String named(@Nullable String whose) {
        if (whose == null && !isOnePrincipals()) {
            throw new IllegalArgumentException("Client '" + name() + "' has a token for each principal: name one.");
        }
        return whose == null ? registration.principal() : whose;
    }

    /** Asks for the first token now, in the background, if it can be known whose; a failure is logged by the renewal. */
    void fetch() {
        if (isOnePrincipals() && !(registration.grant() instanceof Grant.None)) {
            TokenSource tokens = bound().fixed();
            if (tokens != null) {
                var unused = tokens.request();
            }
        }
    }

    @Override
    public boolean refusedBy(Exchange reply) {
        return rejectedWhen.matches(reply);
    }

    /** How it stands with the token for this exchange, and why. */
    CompletionStage<Map<String, Object>> explain(Exchange exchange) {
        return engines.get().engine().explain(registration, principal.of(exchange));
    }

    /** What the server says of a token that somebody presented. */
    CompletionStage<Map<String, Object>> introspect(Secret token, @Nullable String hint) {
        return engines.get().engine().validation().introspect(registration, token, hint);
    }

    /** The claims of a token that somebody presented; fails if it is not valid. */
    CompletionStage<Map<String, Object>> validate(Secret token, TokenRequirements requirements) {
        return engines.get().engine().validation().validate(registration, token, requirements);
    }

    /** Has the server judge a password, and keeps the session if that is wanted. */
    CompletionStage<AccessToken> logIn(Grant.Password password, boolean storing) {
        Logins logins = engines.get().engine().logins();
        return storing ? logins.logInAndStore(registration, password) : logins.logIn(registration, password);
    }

    /** Where persons sign in by another device for this client. */
    DeviceSignIns deviceSignIns() {
        return engines.get().engine().deviceSignIns();
    }

    /** Where sessions and tokens of this client end. */
    SignOuts signOuts() {
        return engines.get().engine().signOuts();
    }

    /** What the server says about the person whom the token for this exchange is about. */
    CompletionStage<Map<String, Object>> userinfo(Exchange exchange) {
        owners.requirePrincipal();
        return engines.get().engine().userInfo().ask(registration, principal.of(exchange));
    }

    /** Where persons sign in for this client. */
    SignIns signIns() {
        return engines.get().engine().signIns();
    }

    /** For whom this exchange is. */
    String principal(Exchange exchange) {
        return principal.of(exchange);
    }

    /** For whom a person who signs in by this exchange does so, as far as that is known before. */
    String signInPrincipal(Exchange exchange) {
        return owners.comeWithSignIn() ? ClientRegistration.DEFAULT_PRINCIPAL : principal.of(exchange);
    }

    /** Whose tokens these are. */
    TokenOwners owners() {
        return owners;
    }

    /** Another configured client. */
    OidcTokenClient other(String name) {
        return clients.apply(name);
    }

    /** The way to the authorization server. */
    Transport transport() {
        return engines.get().transport();
    }

    /** Goes on with a sign-in by another device, and keeps the client's session alive from now on, if that is wanted and its principal is known without an exchange. */
    void keepAlive() {
        boolean one = principal.isFixed() && (owners.isNamed() || !owners.comeWithPassword());
        if (one && registration.grant() instanceof Grant.DeviceCode) {
            deviceSignIns().watch(registration, registration.principal());
        }
        if (registration.renewal().keepAlive() && !registration.grant().repeatable() && one) {
            engines.get().engine().keepAlive(registration, registration.principal());
        }
    }

    @Override
    public Executor continuation() {
        return engines.get().continuations();
    }

    @Override
    public String toString() {
        return "OidcTokenClient[" + registration.name() + "]";
    }

    /**
     * The client's tokens in a running engine, looked up once.
     *
     * @param fixed those of the one principal of all exchanges; absent when each exchange names its own
     */
    private record Bound(
            EngineRuntime runtime,
            ClientTokens tokens,
            @Nullable TokenSource fixed) {}
}
