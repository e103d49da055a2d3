package io.github.oidctoken.camel;

import io.github.oidctoken.oauth2.DurationText;
import io.github.oidctoken.oauth2.protocol.Transport;
import io.github.oidctoken.oauth2.protocol.TransportException;
import io.github.oidctoken.oauth2.protocol.TransportException.Delivery;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/** Says in words why a token call failed, and whether the server may have received it. */
final class FailedCall {

    private static final int SHOWN = 200;

    private FailedCall() {}

    static TransportException of(TokenCall call, Exception failure) {
        Delivery delivery = call.begun() ? Delivery.UNKNOWN : Delivery.NOT_SENT;
        return new TransportException(delivery, reason(call, failure), call.begun() ? quoteFree(failure) : failure);
    }

    /** Once an answer was being read, a parser's exception may quote it: only failures of the connection itself are handed on. */
    private static @Nullable Exception quoteFree(Exception failure) {
        boolean connection = failure instanceof SocketException
                || failure instanceof SocketTimeoutException
                || failure instanceof SSLException
                || failure instanceof ConnectionClosedException;
        return connection ? failure : null;
    }

    private static String reason(TokenCall call, Exception failure) {
        String server = call.server();
        if (call.expired()) {
            return (call.begun() ? "no answer from " : "no connection to ") + server + " within "
                    + DurationText.of(call.deadline());
        }
        if (failure instanceof TokenCallClient.TooLongException) {
            return "the answer of " + server + " is longer than " + Transport.MAX_BODY + " bytes";
        }
        return call.begun() ? whileExchanging(server, failure) : whileConnecting(server, failure);
    }

    private static String whileConnecting(String server, Exception failure) {
        if (failure instanceof UnknownHostException) {
            return "cannot resolve host " + firstWord(failure, server);
        }
        if (failure instanceof ConnectTimeoutException timeout) {
            return "no connection to " + named(timeout.getHost(), server) + " within the component's connectTimeout";
        }
        if (failure instanceof HttpHostConnectException refused) {
            return refusal(failure) + " " + named(refused.getHost(), server);
        }
        if (failure instanceof ConnectException) {
            return refusal(failure) + " " + server;
        }
        if (failure instanceof ConnectionRequestTimeoutException) {
            return "every connection to " + server + " is busy; raise the component's connectionsPerRoute";
        }
        if (failure instanceof SSLException) {
            return tls(server, failure);
        }
        return "cannot connect to " + server + " (" + failure.getClass().getSimpleName() + ": " + text(failure) + ")";
    }

    private static String whileExchanging(String server, Exception failure) {
        if (failure instanceof SocketTimeoutException) {
            return "no answer from " + server + " within the component's responseTimeout";
        }
        if (failure instanceof NoHttpResponseException) {
            return server + " closed the connection without an answer";
        }
        if (failure instanceof ConnectionClosedException) {
            return server + " closed the connection before its answer was complete";
        }
        if (failure instanceof SSLException) {
            return tls(server, failure);
        }
        if (failure instanceof SocketException) {
            return "the connection to " + server + " broke (" + text(failure) + ")";
        }
        return "the answer of " + server + " could not be read ("
                + failure.getClass().getSimpleName() + ")";
    }

    private static String tls(String server, Exception failure) {
        String text = text(failure);
        String remedy = "";
        if (failure instanceof SSLPeerUnverifiedException) {
            remedy = "; the certificate is not for that host";
        } else if (text.contains("PKIX")) {
            remedy = "; if a private CA signed the certificate, add it with sslContextParameters";
        } else if (text.contains("SSL message")) {
            remedy = "; the port may speak plain http: check scheme and port of the address";
        }
        return "TLS with " + server + " failed: " + text + remedy;
    }

    private static String refusal(Exception failure) {
        return text(failure).contains("refused") ? "connection refused by" : "cannot connect to";
    }

    private static String named(org.apache.hc.core5.net.@Nullable NamedEndpoint peer, String server) {
        return peer == null ? server : peer.getHostName() + (peer.getPort() < 0 ? "" : ":" + peer.getPort());
    }

    private static String firstWord(Exception failure, String otherwise) {
        String word = text(failure).split("[: ]", 2)[0];
        return word.isEmpty() ? otherwise : word;
    }

    private static String text(Exception failure) {
        String text = failure.getMessage() == null ? "" : failure.getMessage().replaceAll("[^ -~]", " ");
        return text.length() > SHOWN ? text.substring(0, SHOWN) : text;
    }
}
