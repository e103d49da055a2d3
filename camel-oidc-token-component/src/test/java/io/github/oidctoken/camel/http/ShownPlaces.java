package io.github.oidctoken.camel.http;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.MessageHistory;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.debugger.BacklogTracer;
import org.apache.camel.spi.BacklogTracerEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * Every place where Camel shows an exchange or hands it on, with all that can be switched on switched on: as text to be
 * searched, place by place. The brokers are stand-ins that get all headers of a message, so more than the real
 * components would pass on.
 */
final class ShownPlaces {

    private static final List<String> BROKERS = List.of("kafka", "jms");

    /** How lines of the log begin; the tracer takes the step's place in the source for the logger's name. */
    private static final Map<String, Pattern> LOGGERS = Map.of(
            "tracer", Pattern.compile("INFO \\S+ .{4} \\[.{12}] \\[.{33}] Exchange\\["),
            "log EIP", Pattern.compile("INFO log-eip "),
            "log endpoint", Pattern.compile("INFO log-endpoint "));

    private final CamelContext context;
    private final Path folder;
    private final Map<String, String> onTheWay = new ConcurrentHashMap<>();

    /** @param folder for files */
    ShownPlaces(CamelContext context, Path folder) {
        this.context = context;
        this.folder = folder;
        context.setTracing(true);
        context.setBacklogTracing(true);
        context.setMessageHistory(true);
        context.getMessageHistoryFactory().setCopyMessage(true);
        context.setLogMask(false);
        context.getInflightRepository().setInflightBrowseEnabled(true);
        BROKERS.forEach(broker -> context.addComponent(broker, new MockComponent()));
    }

    /** Adds the route {@code direct:hand-on}, which shows and hands on what it gets. */
    void addRouteTo(RouteBuilder routes) {
        routes.from("direct:hand-on")
                .process(this::look)
                .id("handed-on")
                .log(LoggingLevel.INFO, "log-eip", "${headers}")
                .to("log:log-endpoint?showAll=true&showStreams=true&maxChars=1000000")
                .to("kafka:orders", "jms:queue:orders")
                .wireTap("direct:look")
                .multicast()
                .to("direct:look")
                .end()
                .setBody(routes.simple("${headers}", String.class))
                .to("file:" + folder);
        routes.from("direct:look").process(this::look);
    }

    /** What was shown until now, also by an exchange that is done, and by a log. */
    Map<String, String> texts(Exchange done, String log) throws Exception {
        look(done);
        Map<String, String> places = new TreeMap<>(onTheWay);
        for (String broker : BROKERS) {
            places.put(broker, received(broker));
        }
        places.put("file", files());
        places.put("backlog tracer", traced());
        places.put("JMX", managed());
        LOGGERS.forEach((place, start) -> places.put(
                place,
                log.lines().filter(line -> start.matcher(line).lookingAt()).collect(joining("\n"))));
        return places;
    }

    private void look(Exchange exchange) {
        show("headers", exchange.getIn().getHeaders());
        show("headers", exchange.getMessage().getHeaders());
        show("properties", exchange.getAllProperties());
        for (Object step : exchange.getProperty(Exchange.MESSAGE_HISTORY, List.of(), List.class)) {
            show("message history", ((MessageHistory) step).getMessage().getHeaders());
        }
        showFailure(exchange.getException());
        showFailure(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }

    private void showFailure(@Nullable Exception failure) {
        StringWriter text = new StringWriter();
        if (failure != null) {
            failure.printStackTrace(new PrintWriter(text, true));
        }
        show("properties", text);
        if (failure instanceof HttpOperationFailedException answered) {
            show("answer in the exception", answered.getResponseHeaders());
        }
    }

    private void show(String place, Object shown) {
        onTheWay.merge(place, shown.toString(), String::concat);
    }

    private String received(String broker) {
        return context.getEndpoints().stream()
                .filter(endpoint -> endpoint.getEndpointUri().startsWith(broker + ":"))
                .flatMap(endpoint -> ((MockEndpoint) endpoint).getExchanges().stream())
                .map(exchange -> exchange.getMessage().getHeaders().toString())
                .collect(joining());
    }

    private String files() throws IOException {
        StringBuilder text = new StringBuilder();
        for (File file : folder.toFile().listFiles()) {
            text.append(file.getName()).append(Files.readString(file.toPath()));
        }
        return text.toString();
    }

    /** Lets JMX show a trace more than once; to be called when the context has been started. */
    void keepTraces() {
        tracer().setRemoveOnDump(false);
    }

    private BacklogTracer tracer() {
        return context.getCamelContextExtension().getContextPlugin(BacklogTracer.class);
    }

    private String traced() {
        return tracer().getAllTracedMessages().stream().map(ShownPlaces::shown).collect(joining());
    }

    /** As developers' tools show it. */
    static String shown(BacklogTracerEventMessage message) {
        return message.toXml(2) + message.toJSon(2);
    }

    /** All attributes that JMX has of a context, and what the operations return that only show something. */
    String managed() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder text = new StringBuilder();
        for (ObjectName name : server.queryNames(
                new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*"), null)) {
            MBeanInfo bean = server.getMBeanInfo(name);
            for (MBeanAttributeInfo attribute : bean.getAttributes()) {
                text.append(result(() -> server.getAttribute(name, attribute.getName())));
            }
            for (MBeanOperationInfo operation : bean.getOperations()) {
                if (operation.getSignature().length == 0
                        && operation.getName().matches("browse|dump(All|Latest).*As(Xml|JSon)")) {
                    text.append(result(() -> server.invoke(name, operation.getName(), null, null)));
                }
            }
        }
        return text.toString();
    }

    private static String result(Callable<Object> read) {
        try {
            return String.valueOf(read.call());
        } catch (Exception notShown) {
            return notShown.getClass().getName();
        }
    }
}
