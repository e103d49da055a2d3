package io.github.oidctoken.oauth2.protocol;

/**
 * The one way to an authorization server: sends a request and reads its answer to the end.
 *
 * <p>An implementation sends every request exactly once, follows no redirect, keeps no cookies, adds no authentication of its own, bounds the answer's
 * size and ends by the request's deadline. It blocks the calling thread and is thread-safe.
 */
public interface Transport {

    /** The largest answer that is read: 1 MiB. */
    int MAX_BODY = 1024 * 1024;

    /**
     * Sends the request and reads the whole answer, whatever its status.
     *
     * @throws TransportException if no complete answer came; it says whether the request may have reached the server
     */
    TransportResponse send(TransportRequest request) throws TransportException;
}
