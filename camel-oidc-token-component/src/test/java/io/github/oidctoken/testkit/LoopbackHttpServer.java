package io.github.oidctoken.testkit;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on 127.0.0.1 with one handler for every path and its own thread for every request. It can be stopped and
 * started again on the same port. Thread-safe.
 */
final class LoopbackHttpServer implements AutoCloseable {

    private static final int BACKLOG = 1024;

    static {
        // Without this the JDK's server takes 40 ms for each answer on a kept-alive connection (Nagle and delayed ACK).
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpHandler handler;
    private final ExecutorService threads;
    private final int port;
    private @Nullable HttpServer bound;
    private boolean serving;

    /** Takes a port, 0 for a free one; requests are served from {@link #start()} on. */
    LoopbackHttpServer(String name, int requestedPort, HttpHandler handler) {
        this.handler = handler;
        this.bound = bind(requestedPort);
        this.port = bound.getAddress().getPort();
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Serves requests, on the same port as before a stop; without effect when running. */
    synchronized void start() {
        if (bound == null) {
            bound = bind(port);
        }
        if (!serving) {
            bound.createContext("/", handler);
            bound.setExecutor(threads);
            bound.start();
            serving = true;
        }
    }

    /** Closes the port and every connection; without effect when already stopped. */
    synchronized void stop() {
        if (bound != null) {
            bound.stop(0);
            bound = null;
            serving = false;
        }
    }

    int port() {
        return port;
    }

    /** The absolute URI of a path that starts with a slash (an empty path is allowed too). */
    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }

    private static HttpServer bind(int port) {
        try {
            return HttpServer.create(new InetSocketAddress("127.0.0.1", port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + port, e);
        }
    }
}
