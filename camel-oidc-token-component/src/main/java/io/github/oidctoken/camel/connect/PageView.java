package io.github.oidctoken.camel.connect;

import io.github.oidctoken.camel.connect.ConnectableClient.CodeSignIn;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages as HTML. Everything that comes from elsewhere is escaped here. */
final class PageView {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String UPDATE = "<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>\n<script>"
            + InlineResource.UPDATE.text() + "</script>\n";

    private final Instant now;

    PageView(Instant now) {
        this.now = now;
    }

    /**
     * One client on the overview.
     *
     * @param told by {@code operation=explain}
     * @param signIn by a code that waits for a person, or has failed; absent when there is none
     */
    record Shown(
            ConnectableClient client,
            Map<String, Object> told,
            @Nullable CodeSignIn signIn) {

        /** Whether the page will change without anybody touching it. */
        boolean isWaiting() {
            return signIn instanceof CodeSignIn.Waiting;
        }
    }

    /** All clients with their buttons. It updates itself while a code waits; without scripts it loads itself anew. */
    String overview(List<Shown> clients, String formToken) {
        StringBuilder body = new StringBuilder("<h1>Connections</h1>\n<p class=\"lead\">"
                + "These clients work for your routes after a person has signed in once.</p>\n");
        if (clients.isEmpty()) {
            body.append("<p>No client here needs a person: none has grant = authorization_code or device_code.</p>\n");
        }
        for (int i = 0; i < clients.size(); i++) {
            card(body, clients.get(i), "client-" + i, formToken);
        }
        boolean waiting = clients.stream().anyMatch(Shown::isWaiting);
        return document("Connections", waiting ? UPDATE : "", body.toString());
    }

    /** Goes on to another address by itself, and by a link. It is no redirect: browsers apply {@code form-action} to those. */
    static String goOn(String title, String address, String link) {
        String to = Html.escape(address);
        return document(
                title,
                "<meta http-equiv=\"refresh\" content=\"0; url=" + to + "\">\n",
                "<h1>" + Html.escape(title) + "</h1>\n<p><a class=\"button\" href=\"" + to + "\">" + Html.escape(link)
                        + "</a></p>\n");
    }

    /**
     * Says what did not work.
     *
     * @param back where the page is, relative; absent when it cannot be opened anyway
     */
    static String problem(String title, String text, @Nullable String back) {
        return document(
                title,
                "",
                "<h1>" + Html.escape(title) + "</h1>\n<p role=\"alert\" class=\"error\">" + Html.escape(text) + "</p>\n"
                        + (back == null
                                ? ""
                                : "<p><a class=\"button\" href=\"" + Html.escape(back)
                                        + "\">Back to the connections</a></p>\n"));
    }

    private void card(StringBuilder body, Shown shown, String id, String formToken) {
        ConnectableClient client = shown.client();
        ClientState state = ClientState.of(shown.told(), now);
        body.append("<section aria-labelledby=\"").append(id).append("\">\n<header><h2 id=\"" + id + "\">");
        body.append(Html.escape(client.name())).append("</h2>");
        body.append("<p class=\"state " + state.level().name().toLowerCase(Locale.ROOT) + "\" role=\"status\">")
                .append(Html.escape(state.title()))
                .append("</p></header>\n");
        body.append("<p class=\"server\">").append(Html.escape(client.server())).append("</p>\n");
        paragraph(body, "", state.text());
        facts(body, shown.told(), state);
        paragraph(body, "error", state.error() == null ? null : "Last error: " + state.error());
        paragraph(body, "remedy", state.remedy());
        if (shown.signIn() instanceof CodeSignIn.Waiting code) {
            code(body, code);
        } else if (shown.signIn() instanceof CodeSignIn.Failed failed) {
            failed(body, failed);
        }
        paragraph(body, "remedy", client.obstacle());
        buttons(body, shown, state, formToken);
        body.append("</section>\n");
    }

    private void facts(StringBuilder body, Map<String, Object> told, ClientState state) {
        if (!state.begun() || !(told.get("session") instanceof Map<?, ?> session)) {
            return;
        }
        body.append("<dl>\n");
        String who = ClientState.text(session, "signedInAs");
        String subject = who == null ? ClientState.text(session, "subject") : who;
        fact(body, "Signed in as", subject == null ? "not told by the server" : Html.escape(subject));
        fact(body, "Connected since", time(ClientState.instant(session, "signedInAt")));
        String node = ClientState.text(session, "renewedBy");
        String renewed = time(ClientState.instant(session, "renewedAt"));
        fact(body, "Last renewed", renewed == null || node == null ? renewed : renewed + " by " + Html.escape(node));
        String end = time(ClientState.instant(session, "refreshExpiresAt"));
        fact(body, "Refresh token valid until", end == null ? "not told by the server" : end);
        body.append("</dl>\n");
    }

    private static void failed(StringBuilder body, CodeSignIn.Failed failed) {
        String reason = failed.reason();
        body.append("<p class=\"failed error\" role=\"alert\">The sign-in by another device has failed: ")
                .append(Html.escape(reason.endsWith(".") ? reason : reason + "."))
                .append(" Begin again.</p>\n");
    }

    private void code(StringBuilder body, CodeSignIn.Waiting code) {
        String address = Html.escape(code.address().toString());
        URI complete = code.complete();
        String target = complete == null ? address : Html.escape(complete.toString());
        body.append("<div class=\"code\"><p>Open <a href=\"" + target
                + "\" target=\"_blank\" rel=\"noopener noreferrer\">" + address
                + "</a> on any device and type in</p>\n<p class=\"usercode\">" + Html.escape(code.userCode())
                + "</p>\n<p>until " + time(code.expiresAt()) + ". This page notices by itself.</p></div>\n");
    }

    private static void buttons(StringBuilder body, Shown shown, ClientState state, String formToken) {
        ConnectableClient client = shown.client();
        boolean connectable = client.obstacle() == null;
        boolean endable = state.begun() || shown.isWaiting();
        if (!connectable && !endable) {
            return;
        }
        body.append("<form method=\"post\"><input type=\"hidden\" name=\"csrf\" value=\"" + formToken
                + "\"><input type=\"hidden\" name=\"client\" value=\"" + Html.escape(client.name()) + "\">\n");
        if (connectable) {
            button(body, "connect", shown.isWaiting() ? "New code" : state.begun() ? "Reconnect" : "Connect", client);
        }
        if (endable) {
            button(body, "disconnect", state.begun() ? "Disconnect" : "Withdraw code", client);
        }
        body.append("</form>\n");
    }

    private static void button(StringBuilder body, String action, String label, ConnectableClient client) {
        body.append("<button class=\"" + action + "\" name=\"do\" value=\"" + action + "\">" + label
                + "<span class=\"hidden\"> " + Html.escape(client.name()) + "</span></button>\n");
    }

    private static void paragraph(StringBuilder body, String style, @Nullable String text) {
        if (text != null) {
            body.append("<p class=\"" + style + "\">").append(Html.escape(text)).append("</p>\n");
        }
    }

    private static void fact(StringBuilder body, String name, @Nullable String html) {
        if (html != null) {
            body.append("<div><dt>" + name + "</dt><dd>" + html + "</dd></div>\n");
        }
    }

    private @Nullable String time(@Nullable Instant instant) {
        if (instant == null) {
            return null;
        }
        return "<time datetime=\"" + instant + "\">" + TIME.format(instant) + "</time> ("
                + distance(Duration.between(now, instant)) + ")";
    }

    private static String distance(Duration away) {
        long minutes = (Math.abs(away.toSeconds()) + 30) / 60;
        if (minutes == 0) {
            return "just now";
        }
        String amount = minutes < 120
                ? minutes + " min"
                : minutes < 48 * 60 ? (minutes + 30) / 60 + " hours" : (minutes + 720) / 1440 + " days";
        return away.isNegative() ? amount + " ago" : "in " + amount;
    }

    private static String document(String title, String head, String body) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"robots\" content=\"noindex\">\n" + head + "<title>" + Html.escape(title)
                + "</title>\n<style>" + InlineResource.STYLE.text() + "</style>\n</head>\n<body>\n<main>\n" + body
                + "</main>\n</body>\n</html>\n";
    }
}
