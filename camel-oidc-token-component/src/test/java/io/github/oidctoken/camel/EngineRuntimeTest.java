package io.github.oidctoken.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class EngineRuntimeTest {

    @Test
    void theSchedulerTakesAsManyAlarmsAsCallersWantAndForgetsCancelledOnes() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            ScheduledExecutorService scheduler = EngineRuntime.scheduler(context.getExecutorServiceManager(), this);
            List<Future<?>> alarms = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                alarms.add(scheduler.schedule(() -> {}, 1, TimeUnit.HOURS));
            }
            alarms.forEach(alarm -> alarm.cancel(false));

            assertThat(scheduler)
                    .isInstanceOfSatisfying(
                            ScheduledThreadPoolExecutor.class,
                            threads -> assertThat(threads.getQueue()).isEmpty());
        }
    }
}
