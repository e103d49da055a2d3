package io.github.oidctoken.camel.connect;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** A client that a person signs in for, as the page sees it. Thread-safe. */
public interface ConnectableClient {

    /** Its configured name. */
    String name();

    /** What people call the server: its host. */
    String server();

    /** Why nobody can sign in for it from the page, and what to change; absent when everybody can. */
    @Nullable
    String obstacle();

    /** Where the server sends browsers back to; absent when no browser comes back. */
    @Nullable
    URI redirectUri();

    /** Whether the server's answer comes by a form, which its own page has the browser post. */
    boolean answersByForm();

    /** How it stands with the token and why, as {@code operation=explain} tells it. */
    CompletionStage<Map<String, Object>> explain();

    /** How it stands with the last sign-in by a code, begun on whichever node; empty when none waits and none has failed. */
    CompletionStage<Optional<CodeSignIn>> signInByCode();

    /** Begins a sign-in; the browser keeps what belongs to it by cookies of the message. */
    CompletionStage<Begun> begin(Message message);

    /** Whether the browser that sends the message has begun the sign-in whose answer it brings, and has done so on the page. */
    boolean hasBegun(Message message);

    /** Ends a sign-in by the answer that the browser brings. */
    CompletionStage<?> finish(Exchange exchange);

    /**
     * Ends the session, whoever has signed in.
     *
     * @return what the server could not be told, if anything
     */
    CompletionStage<Optional<String>> disconnect();

    /** A sign-in by a code on any device that was begun and has not succeeded. */
    sealed interface CodeSignIn {

        /**
         * A person has to type in the code.
         *
         * @param complete the address with the code in it; absent when the server has none
         */
        record Waiting(
                String userCode, URI address, @Nullable URI complete, Instant expiresAt) implements CodeSignIn {}

        /** @param reason why it came to nothing */
        record Failed(String reason) implements CodeSignIn {}
    }

    /** What a person has to do now. */
    sealed interface Begun {

        /** To sign in there. */
        record AtServer(URI uri) implements Begun {}

        /** To type in the code that {@link #signInByCode()} tells, on any device. */
        record ByCode() implements Begun {}
    }
}
