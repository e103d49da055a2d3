package io.github.oidctoken.camel.http;

import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.support.DefaultExchange;

/** The ways in which a route sends: each sends once to a target of the client and once to a foreign host. */
enum SendingWay {
    TO("to", cell -> cell.route().to(cell.target()).to(cell.foreign())),
    TO_D(
            "toD",
            cell -> cell.route()
                    .setHeader("there", cell.text("fine"))
                    .toD(cell.target() + "?x=${header.there}")
                    .toD(cell.foreign() + "?x=${header.there}")),
    REST("to, rest:", cell -> cell.route().to(cell.restTarget()).to(cell.foreign())),
    RECIPIENT_LIST("recipientList", cell -> cell.route().recipientList(cell.both())),
    RECIPIENT_LIST_PARALLEL(
            "recipientList, parallel",
            cell -> cell.route().recipientList(cell.both()).parallelProcessing()),
    ROUTING_SLIP("routingSlip", cell -> cell.route().routingSlip(cell.both())),
    DYNAMIC_ROUTER("dynamicRouter", cell -> cell.route().dynamicRouter(cell.oneAfterTheOther())),
    ENRICH("enrich", cell -> cell.route().enrich(cell.target()).enrich(cell.foreign())),
    ENRICH_DYNAMIC(
            "enrich, dynamic",
            cell -> cell.route()
                    .setHeader("there", cell.text("fine"))
                    .enrich()
                    .simple(cell.target() + "?x=${header.there}")
                    .enrich()
                    .simple(cell.foreign() + "?x=${header.there}")
                    .end()),
    WIRE_TAP("wireTap", cell -> cell.route().wireTap(cell.target()).wireTap(cell.foreign())),
    MULTICAST("multicast", cell -> cell.route().multicast().to(cell.target()).to(cell.foreign())),
    MULTICAST_PARALLEL(
            "multicast, parallel",
            cell -> cell.route()
                    .multicast()
                    .parallelProcessing()
                    .to(cell.target())
                    .to(cell.foreign())),
    SPLIT(
            "split",
            2,
            cell -> cell.route()
                    .split(cell.words())
                    .to(cell.target())
                    .to(cell.foreign())
                    .end()),
    SPLIT_PARALLEL(
            "split, parallel",
            2,
            cell -> cell.route()
                    .split(cell.words())
                    .parallelProcessing()
                    .to(cell.target())
                    .to(cell.foreign())
                    .end()),
    SPLIT_STREAMING(
            "split, streaming and parallel",
            2,
            cell -> cell.route()
                    .split(cell.words())
                    .streaming()
                    .parallelProcessing()
                    .to(cell.target())
                    .to(cell.foreign())
                    .end()),
    SPLIT_ENRICH(
            "enrich in a parallel split",
            2,
            cell -> cell.route()
                    .split(cell.words())
                    .parallelProcessing()
                    .enrich(cell.target())
                    .enrich(cell.foreign())
                    .end()),
    LOOP(
            "loop",
            2,
            cell -> cell.route().loop(2).to(cell.target()).to(cell.foreign()).end()),
    CHOICE(
            "choice",
            cell -> cell.route()
                    .choice()
                    .when(cell.builder().body().isNotNull())
                    .to(cell.target())
                    .to(cell.foreign())
                    .end()),
    FILTER(
            "filter",
            cell -> cell.route()
                    .filter(cell.builder().body().isNotNull())
                    .to(cell.target())
                    .to(cell.foreign())
                    .end()),
    LOAD_BALANCE(
            "loadBalance",
            cell -> cell.route()
                    .loadBalance()
                    .roundRobin()
                    .to(cell.target())
                    .end()
                    .to(cell.foreign())),
    CIRCUIT_BREAKER(
            "circuitBreaker",
            cell -> cell.route()
                    .circuitBreaker()
                    .to(cell.target())
                    .to(cell.foreign())
                    .end()),
    CIRCUIT_BREAKER_TIMEOUT(
            "circuitBreaker with a timeout",
            cell -> cell.route()
                    .circuitBreaker()
                    .resilience4jConfiguration()
                    .timeoutEnabled(true)
                    .timeoutDuration(10_000)
                    .end()
                    .enrich(cell.target())
                    .to(cell.foreign())
                    .end()),
    CIRCUIT_BREAKER_FALLBACK(
            "circuitBreaker, onFallback",
            cell -> cell.route()
                    .circuitBreaker()
                    .throwException(new Failure())
                    .onFallback()
                    .to(cell.target())
                    .to(cell.foreign())
                    .end()),
    DO_TRY(
            "doTry",
            cell -> cell.route()
                    .doTry()
                    .to(cell.target())
                    .to(cell.foreign())
                    .doCatch(Failure.class)
                    .end()),
    DO_CATCH(
            "doCatch and doFinally",
            cell -> cell.route()
                    .doTry()
                    .throwException(new Failure())
                    .doCatch(Failure.class)
                    .to(cell.target())
                    .doFinally()
                    .to(cell.foreign())
                    .end()),
    ON_EXCEPTION(
            "onException",
            cell -> cell.route()
                    .onException(Failure.class)
                    .handled(true)
                    .to(cell.target())
                    .to(cell.foreign())
                    .end()
                    .throwException(new Failure())),
    ON_EXCEPTION_ENRICH(
            "enrich in onException",
            cell -> cell.route()
                    .onException(Failure.class)
                    .handled(true)
                    .enrich(cell.target())
                    .enrich(cell.foreign())
                    .end()
                    .throwException(new Failure())),
    ON_COMPLETION(
            "onCompletion",
            cell -> cell.route()
                    .onCompletion()
                    .to(cell.target())
                    .enrich(cell.foreign())
                    .end()
                    .to("log:" + cell)),
    ON_COMPLETION_ENRICH(
            "enrich in onCompletion",
            cell -> cell.route()
                    .onCompletion()
                    .enrich(cell.target())
                    .to(cell.foreign())
                    .end()
                    .to("log:" + cell)),
    INTERCEPT("intercept", cell -> {
        cell.builder().intercept().to(cell.target()).to(cell.foreign());
        cell.route().to("log:" + cell);
    }),
    INTERCEPT_FROM("interceptFrom", cell -> {
        cell.builder().interceptFrom().to(cell.target()).enrich(cell.foreign());
        cell.route().to("log:" + cell);
    }),
    INTERCEPT_SEND("interceptSendToEndpoint, its steps", cell -> {
        cell.builder()
                .interceptSendToEndpoint("mock:" + cell)
                .skipSendToOriginalEndpoint()
                .to(cell.target())
                .to(cell.foreign());
        cell.route().to("mock:" + cell);
    }),
    INTERCEPTED("to, an HTTP endpoint that interceptSendToEndpoint watches", cell -> {
        cell.builder().interceptSendToEndpoint(".*/" + cell + ".*").to("log:" + cell);
        cell.route().to(cell.target()).to(cell.foreign());
    }),
    DEAD_LETTER_CHANNEL(
            "dead letter channel",
            cell -> cell.route()
                    .errorHandler(cell.builder().deadLetterChannel(cell.target()))
                    .to(cell.foreign())
                    .throwException(new Failure())),
    AGGREGATE_SIZE(
            "aggregate, completed by size",
            cell -> cell.route()
                    .aggregate(cell.text("all"), AggregationStrategies.string())
                    .completionSize(1)
                    .to(cell.target())
                    .enrich(cell.foreign())
                    .end()),
    AGGREGATE_TIMEOUT(
            "aggregate, completed by timeout",
            cell -> cell.route()
                    .aggregate(cell.text("all"), AggregationStrategies.string())
                    .completionTimeout(5)
                    .completionTimeoutCheckerInterval(5)
                    .enrich(cell.target())
                    .to(cell.foreign())
                    .end()),
    DELAY(
            "delay, asynchronous",
            cell -> cell.route()
                    .delay(1)
                    .asyncDelayed()
                    .to(cell.target())
                    .to(cell.foreign())
                    .end()),
    THREADS("threads", cell -> cell.route().threads(1, 2).to(cell.target()).to(cell.foreign())),
    SAGA(
            "saga",
            cell -> cell.route()
                    .saga()
                    .timeout(20, TimeUnit.SECONDS)
                    .to(cell.target())
                    .to(cell.foreign())
                    .end()),
    TRANSACTED(
            "transacted",
            cell -> cell.route()
                    .transacted(OneThreadTransaction.NAME)
                    .to(cell.target())
                    .to(cell.foreign())),
    ROUTE_TEMPLATE("route template, with a policy in the template", cell -> {
        cell.withPolicy(cell.builder()
                        .routeTemplate("template-" + cell)
                        .templateParameter("target")
                        .from("direct:" + cell))
                .to("{{target}}")
                .to(cell.foreign());
        cell.afterwards(() -> TemplatedRouteBuilder.builder(cell.context(), "template-" + cell)
                .parameter("target", cell.target())
                .routeId(cell.toString())
                .add());
    }),
    KAMELET(
            "Kamelet, with a policy in the Kamelet",
            cell -> cell.plainRoute()
                    .to("kamelet:call-action/" + cell + "?target=RAW(" + cell.target() + ")&foreign=RAW("
                            + cell.foreign() + ")")),
    DIRECT("direct:, a route with its own policy", cell -> {
        cell.plainRoute().to("direct:further-" + cell);
        cell.withPolicy(cell.builder().from("direct:further-" + cell))
                .enrich(cell.target())
                .to(cell.foreign());
    }),
    SEDA("seda:, a route with its own policy", cell -> {
        cell.plainRoute().to("seda:further-" + cell);
        cell.withPolicy(cell.builder().from("seda:further-" + cell))
                .enrich(cell.target())
                .to(cell.foreign());
    }),
    TEMPLATE(
            "ProducerTemplate in a processor, with the route's exchange",
            cell -> cell.route().process(exchange -> {
                cell.template().send(cell.target(), exchange);
                cell.template().send(cell.foreign(), exchange);
            })),
    TEMPLATE_GRANTED(
            "ProducerTemplate with an exchange that passed `oidc-token:`",
            cell -> cell.plainRoute().process(exchange -> {
                Exchange own = new DefaultExchange(exchange.getContext());
                own.getIn().setBody("x");
                cell.grant(own);
                cell.template().send(cell.target(), own);
                cell.template().send(cell.foreign(), own);
            })),
    DIRECT_PLAIN("direct:, a route without a policy", 2, "It follows its own policy, and has none.", cell -> {
        cell.route().to("direct:further-" + cell).enrich("direct:further-" + cell);
        cell.builder()
                .from("direct:further-" + cell)
                .enrich(cell.lenientTarget())
                .to(cell.foreign());
    }),
    SEDA_PLAIN("seda:, a route without a policy", "It follows its own policy, and has none.", cell -> {
        cell.route().to("seda:further-" + cell);
        cell.builder().from("seda:further-" + cell).enrich(cell.lenientTarget()).to(cell.foreign());
    }),
    TEMPLATE_PLAIN(
            "ProducerTemplate in a processor, with a new exchange",
            "The new exchange is in no route and passed no `oidc-token:`.",
            cell -> cell.route().process(exchange -> {
                cell.template().request(cell.lenientTarget(), own -> {});
                cell.template().request(cell.foreign(), own -> {});
            }));

    private final String title;
    private final int sends;
    private final String reason;
    private final Definition definition;

    SendingWay(String title, Definition definition) {
        this(title, 1, "", definition);
    }

    SendingWay(String title, int sends, Definition definition) {
        this(title, sends, "", definition);
    }

    SendingWay(String title, String reason, Definition definition) {
        this(title, 1, reason, definition);
    }

    SendingWay(String title, int sends, String reason, Definition definition) {
        this.title = title;
        this.sends = sends;
        this.reason = reason;
        this.definition = definition;
    }

    /** Writes the routes of a cell. */
    @FunctionalInterface
    interface Definition {
        void define(SendingCell cell) throws Exception;
    }

    /** What a route fails with to get to its error handling. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    String title() {
        return title;
    }

    /** How often one exchange calls the target. */
    int sends() {
        return sends;
    }

    /** Why no token is sent; empty when one is. */
    String reason() {
        return reason;
    }

    void define(SendingCell cell) throws Exception {
        definition.define(cell);
    }
}
