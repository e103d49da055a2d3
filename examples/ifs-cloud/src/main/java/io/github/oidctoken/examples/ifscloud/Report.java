package io.github.oidctoken.examples.ifscloud;

import io.github.oidctoken.testkit.Gateway.TokenRequestSeen;
import io.github.oidctoken.testkit.RecordedCall;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Prints and remembers what IFS Cloud sees: requests for tokens, and calls of projections. Thread-safe. */
final class Report {

    private final PrintStream out;
    private final List<TokenRequestSeen> tokenRequests = new ArrayList<>();
    private final List<RecordedCall> calls = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    synchronized void on(TokenRequestSeen request) {
        tokenRequests.add(request);
        out.println("%-28s %d  %s".formatted(request.clientId(), request.status(), request.grantType()));
        notifyAll();
    }

    synchronized void on(RecordedCall call) {
        boolean another = calls.stream()
                .noneMatch(earlier -> String.valueOf(earlier.token()).equals(call.token()));
        calls.add(call);
        if (another || call.status() != 200) {
            out.println("  %-26s %d  token %s".formatted(projection(call), call.status(), call.token()));
        }
        notifyAll();
    }

    synchronized void say(String line) {
        out.println();
        out.println(line);
    }

    /** What was seen so far. */
    synchronized Seen seen() {
        return new Seen(List.copyOf(tokenRequests), List.copyOf(calls));
    }

    /** Waits until enough was seen. */
    synchronized void await(String what, Duration longest, Predicate<Seen> enough)
            throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + longest.toNanos();
        while (!enough.test(seen())) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new TimeoutException("Not within " + longest.toSeconds() + " s: " + what);
            }
            wait(left);
        }
    }

    private static String projection(RecordedCall call) {
        return call.path().substring(call.path().lastIndexOf("v1/") + 3);
    }

    /** What IFS Cloud has seen. */
    record Seen(List<TokenRequestSeen> tokenRequests, List<RecordedCall> calls) {

        /** What came after an earlier look. */
        Seen since(Seen earlier) {
            return new Seen(
                    tokenRequests.subList(earlier.tokenRequests.size(), tokenRequests.size()),
                    calls.subList(earlier.calls.size(), calls.size()));
        }

        /** With how many tokens a projection was called well. */
        long tokens(String projection) {
            return calls.stream()
                    .filter(call -> call.status() == 200 && call.path().contains(projection))
                    .map(RecordedCall::token)
                    .distinct()
                    .count();
        }

        long refused() {
            return calls.stream().filter(call -> call.status() == 401).count();
        }

        /** The grants that a client has asked for, in order. */
        List<String> grants(String clientId) {
            return tokenRequests.stream()
                    .filter(request -> clientId.equals(request.clientId()))
                    .map(TokenRequestSeen::grantType)
                    .toList();
        }
    }
}
