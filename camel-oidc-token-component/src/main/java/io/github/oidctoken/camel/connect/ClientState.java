package io.github.oidctoken.camel.connect;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with a client, in plain words.
 *
 * @param level how well
 * @param title in two or three words
 * @param text one sentence; absent when the title says it all
 * @param error what went wrong last; absent when nothing did
 * @param remedy what to do about it; absent when nothing has to be done
 * @param begun whether there is a session, or was one
 */
record ClientState(
        Level level,
        String title,
        @Nullable String text,
        @Nullable String error,
        @Nullable String remedy,
        boolean begun) {

    /** Whether somebody has to do something. */
    enum Level {
        CONNECTED,
        TROUBLED,
        DISCONNECTED
    }

    /** @param told by {@code operation=explain} */
    static ClientState of(Map<String, Object> told, Instant now) {
        if (told.get("repositoryProblem") instanceof String problem) {
            return new ClientState(
                    Level.TROUBLED,
                    "Not known",
                    "The token repository cannot be read.",
                    problem,
                    "Check the store that the option repository names, then load this page again.",
                    true);
        }
        Map<?, ?> session = told.get("session") instanceof Map<?, ?> map ? map : Map.of();
        return switch (String.valueOf(session.get("status"))) {
            case "active" -> active(told, session, now);
            case "signed_out" ->
                new ClientState(
                        Level.DISCONNECTED,
                        "Disconnected",
                        "Somebody has disconnected it. Calls fail until a person signs in again; it may be another one.",
                        null,
                        null,
                        false);
            case "reauthorization_required" ->
                new ClientState(
                        Level.DISCONNECTED,
                        "Sign in again",
                        "The server has ended the session. Calls fail until the same person signs in again.",
                        text(session, "reason"),
                        "Press Reconnect. If it shall be another person, press Disconnect before.",
                        true);
            default ->
                new ClientState(
                        Level.DISCONNECTED,
                        "Not connected",
                        "Nobody has signed in yet. Calls fail until a person does.",
                        null,
                        null,
                        false);
        };
    }

    private static ClientState active(Map<String, Object> told, Map<?, ?> session, Instant now) {
        Instant end = instant(session, "refreshExpiresAt");
        if (end != null && end.isBefore(now)) {
            return new ClientState(
                    Level.DISCONNECTED,
                    "Sign in again",
                    "The refresh token has ended. Calls fail as soon as the access token has ended too.",
                    text(told, "lastError"),
                    "Press Reconnect. The option keepAlive keeps a session from ending because nobody used it.",
                    true);
        }
        if (told.get("lastError") instanceof String error) {
            return new ClientState(
                    Level.TROUBLED,
                    "Connected, in trouble",
                    "A person has signed in, but the last renewal on this node failed.",
                    error,
                    "It is tried again by itself. If it does not go away, do what the message says.",
                    true);
        }
        if (Boolean.TRUE.equals(session.get("refreshTokenExpiring"))) {
            return new ClientState(
                    Level.TROUBLED,
                    "Connected, ends soon",
                    "The server does not prolong the session any more.",
                    null,
                    "Press Reconnect before it ends.",
                    true);
        }
        return new ClientState(Level.CONNECTED, "Connected", null, null, null, true);
    }

    static @Nullable String text(Map<?, ?> from, String name) {
        return from.get(name) instanceof String text ? text : null;
    }

    static @Nullable Instant instant(Map<?, ?> from, String name) {
        String text = text(from, name);
        return text == null ? null : Instant.parse(text);
    }
}
