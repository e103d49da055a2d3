package io.github.oidctoken.camel.http;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.ToDynamicDefinition;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP URI that is written in a route, as far as it is the same for every exchange.
 *
 * @param text scheme, authority and path; never a query or user information
 * @param prefix whether an expression goes on where the text ends
 */
record StaticHttpUri(String text, boolean prefix) {

    private static final Pattern COMPONENT = Pattern.compile("(?:vertx-http|netty-http|undertow):(?://)?(?=https?:)");
    private static final Pattern HTTP = Pattern.compile("(https?):(?://)?(?:[^/?#]*@)?([^?#]*)");
    private static final Pattern EXPRESSION = Pattern.compile("\\$(?:simple)?\\{");

    /** The HTTP URIs of all {@code to}, {@code toD} and {@code wireTap} of the route, in their order. */
    static List<StaticHttpUri> calledBy(Route route) {
        return calledBy(route.getCamelContext(), route.getRoute());
    }

    /** The same of a part of a route. */
    static List<StaticHttpUri> calledBy(CamelContext context, @Nullable NamedNode part) {
        if (!(part instanceof ProcessorDefinition<?> definition)) {
            return List.of();
        }
        List<ProcessorDefinition<?>> outputs = definition.getOutputs();
        Set<StaticHttpUri> found = new LinkedHashSet<>();
        for (EndpointRequiredDefinition node :
                ProcessorDefinitionHelper.filterTypeInOutputs(outputs, EndpointRequiredDefinition.class)) {
            StaticHttpUri uri = node instanceof PollDefinition ? null : of(context, node.getEndpointUri());
            if (uri != null) {
                found.add(uri);
            }
        }
        for (ToDynamicDefinition node :
                ProcessorDefinitionHelper.filterTypeInOutputs(outputs, ToDynamicDefinition.class)) {
            StaticHttpUri uri = of(context, node.getUri());
            if (uri != null) {
                found.add(uri);
            }
        }
        return List.copyOf(found);
    }

    private static @Nullable StaticHttpUri of(CamelContext context, @Nullable String written) {
        if (written == null) {
            return null;
        }
        String resolved = context.resolvePropertyPlaceholders(written);
        Matcher expression = EXPRESSION.matcher(resolved);
        boolean prefix = expression.find();
        String start = prefix ? resolved.substring(0, expression.start()) : resolved;
        Matcher http = HTTP.matcher(ComponentClients.schemes(context)
                .behind(COMPONENT.matcher(start).replaceFirst("")));
        return http.lookingAt() ? new StaticHttpUri(http.group(1) + "://" + http.group(2), prefix) : null;
    }

    /** Whether a call of this URI can be one to a target; of a prefix only the origin is known for certain. */
    boolean mayBeCoveredBy(Targets targets) {
        HttpPlace place;
        try {
            place = HttpPlace.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            return prefix;
        }
        if (place == null) {
            return prefix;
        }
        return prefix ? targets.touch(place) : targets.longestCovering(place) != Targets.NONE;
    }

    @Override
    public String toString() {
        return prefix ? text + "..." : text;
    }
}
