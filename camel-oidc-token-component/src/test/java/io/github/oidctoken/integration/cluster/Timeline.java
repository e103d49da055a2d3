package io.github.oidctoken.integration.cluster;

import io.github.oidctoken.testkit.RecordedTokenRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything but the calls that got through, in the order of time: for whoever looks into a failure. */
record Timeline(List<RecordedTokenRequest> requests, List<Disturbance> disturbances, Map<String, List<NodeLine>> told) {

    private record Entry(Instant at, String text) {}

    @Override
    public String toString() {
        List<Entry> entries = new ArrayList<>();
        requests.forEach(request -> entries.add(new Entry(request.receivedAt(), request.toString())));
        disturbances.forEach(each -> {
            entries.add(new Entry(each.from(), each.target() + " " + each.kind()));
            entries.add(new Entry(each.until(), each.target() + " " + each.kind() + " is over"));
        });
        told.forEach((node, lines) -> lines.stream()
                .filter(line -> line.kind() != NodeLine.Kind.CALL)
                .forEach(line -> entries.add(new Entry(
                        line.end(), node + " " + line.kind() + " " + line.took().toMillis() + " ms " + line.text()))));
        return entries.stream()
                .sorted(Comparator.comparing(Entry::at))
                .map(entry -> entry.at() + " " + entry.text())
                .collect(Collectors.joining("\n", "\n", "\n"));
    }
}
