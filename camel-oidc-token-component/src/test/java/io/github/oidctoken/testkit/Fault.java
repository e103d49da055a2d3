package io.github.oidctoken.testkit;

import java.util.function.Supplier;

/** What goes wrong with one request to the token endpoint. */
sealed interface Fault {

    /** The answer to send, made with or without asking the endpoint. */
    default TokenAnswer answer(Supplier<TokenAnswer> endpoint) {
        return endpoint.get();
    }

    /** Whether the connection ends without an answer. */
    default boolean losesAnswer() {
        return false;
    }

    /** Waits as long as the answer must be kept back. */
    default void beforeSending() {}

    /** Nothing goes wrong. */
    record None() implements Fault {}

    /** The request never reaches the endpoint. */
    record RequestLost() implements Fault {
        @Override
        public TokenAnswer answer(Supplier<TokenAnswer> endpoint) {
            return TokenAnswer.NONE;
        }

        @Override
        public boolean losesAnswer() {
            return true;
        }
    }

    /** The request is processed, its answer never arrives. */
    record AnswerLost() implements Fault {
        @Override
        public boolean losesAnswer() {
            return true;
        }
    }

    /** The request is processed, its answer comes late. */
    record AnswerHeld(HeldAnswer held) implements Fault {
        @Override
        public void beforeSending() {
            held.hold();
        }
    }

    /** The request is not processed; something else answers. */
    record Answered(HttpAnswer instead) implements Fault {
        @Override
        public TokenAnswer answer(Supplier<TokenAnswer> endpoint) {
            return new TokenAnswer(instead, null, null);
        }
    }
}
