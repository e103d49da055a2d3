package io.github.oidctoken.examples.ifscloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.oidctoken.testkit.RecordedCall;
import io.github.oidctoken.testkit.keycloak.IfsRealm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IfsCloudExampleTest {

    @Test
    void allThreeGrantsCallProjectionsAndTheSessionsOutliveARestart(@TempDir Path directory) throws Exception {
        Duration lifetime = Duration.ofSeconds(3);
        IfsCloudExample.Outcome outcome;
        try (IfsCloud cloud = IfsCloud.embedded(lifetime)) {
            outcome = IfsCloudExample.run(cloud, directory.resolve("sessions"), lifetime, Duration.ofMillis(200));
        }

        Report.Seen first = outcome.first();
        assertThat(first.grants(IfsRealm.SERVICE.id())).containsOnly("client_credentials");
        assertThat(first.grants(IfsRealm.ROPC.id()))
                .startsWith("password", "refresh_token", "refresh_token")
                .containsOnlyOnce("password");
        assertThat(first.grants(IfsRealm.PERSON.id()))
                .startsWith("authorization_code", "refresh_token")
                .containsOnlyOnce("authorization_code");
        List<RecordedCall> calls = first.calls();
        RecordedCall refused =
                calls.stream().filter(call -> call.status() == 401).findFirst().orElseThrow();
        assertThat(calls.subList(calls.indexOf(refused) + 1, calls.size()))
                .filteredOn(call -> call.path().equals(refused.path()))
                .first()
                .matches(call -> call.status() == 200)
                .extracting(RecordedCall::token)
                .isNotEqualTo(refused.token());

        Report.Seen second = outcome.second();
        assertThat(second.grants(IfsRealm.SERVICE.id())).isNotEmpty().containsOnly("client_credentials");
        assertThat(second.grants(IfsRealm.ROPC.id())).isNotEmpty().containsOnly("refresh_token");
        assertThat(second.grants(IfsRealm.PERSON.id())).isNotEmpty().containsOnly("refresh_token");
    }
}
