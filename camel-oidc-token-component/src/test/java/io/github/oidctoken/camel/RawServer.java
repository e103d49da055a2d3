package io.github.oidctoken.camel;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A server on the loopback address whose every connection follows a script: for answers that no HTTP server would give. */
public final class RawServer implements AutoCloseable {

    /** What happens on one connection; it is closed when the script ends. */
    @FunctionalInterface
    public interface Script {
        void run(Conversation conversation) throws IOException;
    }

    /** The type of the first record of TLS (RFC 8446 section 5.1): a client that begins so would wait for an answer. */
    private static final int TLS_HANDSHAKE = 22;

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private RawServer(ServerSocket listener) {
        this.listener = listener;
    }

    public static RawServer start(Script script) throws IOException {
        return start(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), script);
    }

    /** Serves a socket of one's own: at another address, or with TLS. */
    public static RawServer start(ServerSocket listener, Script script) {
        RawServer server = new RawServer(listener);
        server.threads.execute(() -> server.accept(script));
        return server;
    }

    /** A server that answers every request with {@code {}} and keeps its connections open. */
    public static RawServer keepingAlive() throws IOException {
        return start(conversation -> {
            while (conversation.readRequest()) {
                conversation.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            }
        });
    }

    public int port() {
        return listener.getLocalPort();
    }

    public URI uri(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + port() + "/token");
    }

    public int connections() {
        return connections.size();
    }

    /** The requests that arrived complete, head and body. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Waits until the clients have closed every connection, and fails if they do not. */
    public void awaitAllConnectionsClosed() {
        Awaitility.await().until(() -> connections.stream().allMatch(Socket::isClosed));
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.add(socket);
                threads.execute(() -> converse(script, socket));
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private void converse(Script script, Socket socket) {
        try (socket) {
            script.run(new Conversation(socket));
        } catch (IOException e) {
            // the client went away, which is what most scripts provoke
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket socket : connections) {
            socket.close();
        }
        threads.shutdownNow();
    }

    /** The server's side of one connection. */
    public final class Conversation {

        private final Socket socket;
        private String request = "";

        private Conversation(Socket socket) {
            this.socket = socket;
        }

        /** Reads one request; false when the client has closed the connection, or wants to speak TLS. */
        public boolean readRequest() throws IOException {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0 || (next == TLS_HANDSHAKE && head.isEmpty())) {
                    return false;
                }
                head.append((char) next);
            }
            Matcher length = LENGTH.matcher(head);
            byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
            request = head + new String(body, StandardCharsets.UTF_8);
            requests.add(request);
            return true;
        }

        /** The request that was read last, head and body. */
        public String request() {
            return request;
        }

        /** Reads the first byte of a request. */
        public void readByte() throws IOException {
            socket.getInputStream().read();
        }

        public void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        /** Writes the text again and again, every 10 ms, until the client or the test ends it. */
        public void drip(String text) throws IOException {
            while (!ended(10)) {
                write(text);
            }
        }

        /** Says nothing more, keeping the connection open. */
        public void fallSilent() throws IOException {
            while (!ended(1000)) {
                // asked again in a second
            }
        }

        /** Ends the connection by a TCP reset. */
        public void reset() throws SocketException {
            socket.setSoLinger(true, 0);
        }

        private boolean ended(int millis) throws IOException {
            try {
                return closed.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
