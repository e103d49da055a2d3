package io.github.oidctoken.camel.http;

import java.io.File;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Node;

/** Tells the bodies that can be sent any number of times. What is not known counts as readable only once. */
final class RepeatableBody {

    /** What camel-vertx-http sends and answers; it need not be there. */
    private static final Set<String> OF_VERTX = Set.of("io.vertx.core.buffer.Buffer", "io.vertx.core.MultiMap");

    private RepeatableBody() {}

    static boolean is(@Nullable Object body) {
        if (body instanceof WrappedFile<?> wrapped) {
            return wrapped.getFile() instanceof File;
        }
        if (body instanceof HttpEntity entity) {
            return entity.isRepeatable();
        }
        if (body instanceof Map<?, ?> form) {
            return form.values().stream().allMatch(RepeatableBody::is);
        }
        if (body instanceof Collection<?> several) {
            return several.stream().allMatch(RepeatableBody::is);
        }
        return body == null
                || body instanceof CharSequence
                || body instanceof Number
                || body instanceof Boolean
                || body instanceof byte[]
                || body instanceof StreamCache
                || body instanceof File
                || body instanceof Path
                || body instanceof Node
                || isOfVertx(body.getClass());
    }

    private static boolean isOfVertx(Class<?> type) {
        for (Class<?> shown : type.getInterfaces()) {
            if (OF_VERTX.contains(shown.getName()) || isOfVertx(shown)) {
                return true;
            }
        }
        return type.getSuperclass() != null && isOfVertx(type.getSuperclass());
    }
}
