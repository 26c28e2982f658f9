package dev.periplus.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the page around the data: {@code report.html} with its style sheet and script, and a content security policy
 * that allows only these two, by their hashes.
 */
final class HtmlTemplate {
    private static final List<String> SCRIPTS =
            List.of("text.js", "filter.js", "table.js", "charts.js", "flow.js", "views.js", "page.js");
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private HtmlTemplate() {}

    /** Content for a placeholder of the template. */
    interface Part {
        void write(OutputStream out) throws IOException;

        static Part of(String markup) {
            return out -> out.write(markup.getBytes(UTF_8));
        }
    }

    /** @param parts by the name of their placeholder */
    static void write(OutputStream out, Map<String, Part> parts) throws IOException {
        String style = resource("report.css");
        StringBuilder script = new StringBuilder("\"use strict\";\n");
        SCRIPTS.forEach(name -> script.append(resource(name)));
        Map<String, Part> own = Map.of(
                "policy", Part.of(policy(style, script.toString())),
                "style", Part.of(style),
                "script", Part.of(script.toString()));
        String template = resource("report.html");
        Matcher place = PLACE.matcher(template);
        int from = 0;
        while (place.find()) {
            out.write(template.substring(from, place.start()).getBytes(UTF_8));
            String name = place.group(1);
            Part part = own.getOrDefault(name, parts.get(name));
            if (part == null) {
                throw new IllegalStateException("no content for placeholder " + name);
            }
            part.write(out);
            from = place.end();
        }
        out.write(template.substring(from).getBytes(UTF_8));
    }

    private static String policy(String style, String script) {
        return "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script)
                + "; base-uri 'none'; form-action 'none'";
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String resource(String name) {
        try (InputStream in = HtmlTemplate.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
