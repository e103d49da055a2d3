package io.github.oidctoken.keycloak;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a provisioning finds, does, or would do, in order. Used by one thread. */
final class ProvisioningReport {

    private static final int MOST_ATTEMPTS = 5;

    private final ProvisioningMode mode;
    private final List<Map<String, Object>> steps = new ArrayList<>();
    private final Map<String, Object> results = new LinkedHashMap<>();
    private boolean changed;

    ProvisioningReport(ProvisioningMode mode) {
        this.mode = mode;
    }

    /** What a step does, when it finds that something is to be done. */
    interface Step {
        /** The change to make; absent when all is as it should be. */
        @Nullable
        Runnable missing();
    }

    /**
     * Looks, and changes what is to be changed. What fails because somebody else does the same at the same time is looked at again.
     *
     * @param step such as {@code createClient}
     * @param subject what it is about
     */
    void step(String step, String subject, Step work) {
        for (int attempt = 1; ; attempt++) {
            try {
                Runnable change = work.missing();
                if (change == null || isDryRun()) {
                    add(step, subject, change == null ? "present" : "planned");
                    return;
                }
                change.run();
                // a change that somebody else has overwritten is made again
                if (work.missing() == null || attempt >= MOST_ATTEMPTS) {
                    add(step, subject, "done");
                    return;
                }
            } catch (KeycloakAdminException e) {
                if (!e.isConflict() || attempt >= MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    void result(String name, @Nullable Object value) {
        if (value != null) {
            results.put(name, value);
        }
    }

    boolean isDryRun() {
        return mode == ProvisioningMode.DRY_RUN;
    }

    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("changed", changed);
        members.put("dryRun", isDryRun());
        members.putAll(results);
        members.put("steps", List.copyOf(steps));
        return members;
    }

    private void add(String step, String subject, String status) {
        changed |= status.equals("done");
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("step", step);
        entry.put("subject", subject);
        entry.put("status", status);
        steps.add(entry);
    }
}
