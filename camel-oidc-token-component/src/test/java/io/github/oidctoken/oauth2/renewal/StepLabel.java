package io.github.oidctoken.oauth2.renewal;

import java.util.Locale;

/** What a step is for, as its place in the order of steps tells: {@code read}, {@code announce}, {@code check}, {@code send}, {@code commit} ... */
final class StepLabel {

    private final SessionDocumentCodec codec = new SessionDocumentCodec();

    /**
     * @param last the label before; empty for the first step
     * @param memory of the node that takes the step
     * @param issued the refresh token that the server has answered this renewal with, if any
     */
    String of(Step step, String last, SessionMemory memory, String issued) {
        if (step instanceof Step.Write write) {
            return of(codec.read(write.document().payload()), last, memory, issued);
        }
        if (step instanceof Step.Pause) {
            return last.equals("publish")
                    ? "pause after verify"
                    : last.startsWith("pause") ? last : "pause after " + last;
        }
        if (step instanceof Step.Find) {
            return switch (last) {
                case "announce" -> "check";
                case "commit", "pause after commit", "pause after verify", "publish" -> "verify";
                case "send", "quarantine", "pause after reread" -> "reread";
                default -> "read";
            };
        }
        return step.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String of(SessionDocument written, String last, SessionMemory memory, String issued) {
        Intent intent = written.intent();
        if (intent != null && memory.isOwn(intent)) {
            return "announce";
        }
        if (written.refreshToken() != null && written.refreshToken().value().equals(issued)) {
            return "commit";
        }
        if (last.equals("reread")) {
            return "quarantine";
        }
        return last.equals("send") ? "withdraw" : "repair";
    }
}
