package io.github.oidctoken.examples.quickstart;

import io.github.oidctoken.testkit.ProtectedApi;
import io.github.oidctoken.testkit.RecordedCall;
import java.util.function.Consumer;

/** Makes the API refuse a token that is still good: once, in the second half of the calls, when the token has just been used for the third time. */
final class ForcedRefusal implements Consumer<RecordedCall> {

    private static final int USES = 3;

    private final int notBefore;
    private final ProtectedApi api;
    private String token = "";
    private int uses;
    private boolean done;

    ForcedRefusal(int notBefore, ProtectedApi api) {
        this.notBefore = notBefore;
        this.api = api;
    }

    @Override
    public synchronized void accept(RecordedCall call) {
        String used = String.valueOf(call.token());
        uses = used.equals(token) ? uses + 1 : 1;
        token = used;
        if (!done && call.number() >= notBefore && uses == USES) {
            done = true;
            api.rejectNext();
        }
    }
}
