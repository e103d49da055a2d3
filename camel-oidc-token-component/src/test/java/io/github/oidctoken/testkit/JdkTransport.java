package io.github.oidctoken.testkit;

import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import io.github.oidctoken.oauth2.protocol.TransportRequest;
import io.github.oidctoken.oauth2.protocol.TransportResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A plain transport over the JDK's client, for tests of the engine that need a real server but no Camel. */
public final class JdkTransport implements Transport {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public TransportResponse send(TransportRequest request) throws TransportException {
        HttpRequest.Builder http = HttpRequest.newBuilder(request.uri()).timeout(request.deadline());
        request.headers().forEach(http::header);
        String form = request.form();
        if (form != null) {
            http.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
        }
        try {
            HttpResponse<byte[]> answer = client.send(http.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new TransportResponse(answer.statusCode(), answer.headers().map(), answer.body());
        } catch (ConnectException e) {
            throw new TransportException(Delivery.NOT_SENT, "connection refused", e);
        } catch (IOException e) {
            throw new TransportException(Delivery.UNKNOWN, "the connection broke", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(Delivery.UNKNOWN, "interrupted", e);
        }
    }
}
