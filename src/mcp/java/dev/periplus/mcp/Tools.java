package dev.periplus.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tools of the server: each reads, none writes or reaches another machine. */
final class Tools {
    private static final int LONGEST_TEXT = 1_000;
    private static final int USUAL_PAGE = 20;
    private static final int LARGEST_PAGE = 100;

    private final Questions questions;
    private final McpJsonMapper mapper;

    Tools(Questions questions, McpJsonMapper mapper) {
        this.questions = questions;
        this.mapper = mapper;
    }

    /** Answers a call. */
    private interface Answer {
        Map<String, Object> to(Request request) throws IOException;
    }

    /** The arguments of a call. */
    private record Request(Map<String, Object> arguments) {
        @Nullable
        String optional(String name) {
            Object value = arguments.get(name);
            if (value == null) {
                return null;
            }
            if (value instanceof String text && text.length() <= LONGEST_TEXT) {
                return text;
            }
            throw new IllegalArgumentException(name + " takes a text of at most " + LONGEST_TEXT + " characters");
        }

        String text(String name) {
            String text = optional(name);
            if (text == null) {
                throw new IllegalArgumentException(name + " is missing");
            }
            return text;
        }

        long offset() {
            return number("offset", 0, 0, Long.MAX_VALUE / 2);
        }

        int limit() {
            return (int) number("limit", USUAL_PAGE, 1, LARGEST_PAGE);
        }

        private long number(String name, long usual, long least, long most) {
            Object value = arguments.get(name);
            if (value == null) {
                return usual;
            }
            if (value instanceof Number number && number.longValue() >= least && number.longValue() <= most) {
                return number.longValue();
            }
            throw new IllegalArgumentException(name + " takes a number from " + least + " to " + most);
        }
    }

    List<SyncToolSpecification> all() {
        return List.of(
                tool(
                        "findings",
                        "What to look at first: findings of a review of all captures in the folder, most severe first,"
                                + " each with capture, packet, offset and uid of its evidence.",
                        paged(Map.of()),
                        List.of(),
                        request -> questions.findings(request.offset(), request.limit())),
                tool(
                        "flows",
                        "Flows with label, confidence, registration, standing and evidence. A condition selects, as in"
                                + " ssh && tcp.port != 22, standing == not-as-registered, server.ip == 10.0.0.9, or !label.",
                        paged(Map.of("condition", text("condition as -Y takes it; all flows without"))),
                        List.of(),
                        request -> questions.flows(request.optional("condition"), request.offset(), request.limit())),
                tool(
                        "hosts",
                        "Hosts: names, systems and software with who says so, and what each serves and uses.",
                        paged(Map.of("address", text("only this host"))),
                        List.of(),
                        request -> questions.hosts(request.optional("address"), request.offset(), request.limit())),
                tool(
                        "explain",
                        "Who claims a port (3251, 3248/udp) and who serves it here, what is known of a host (address), or"
                                + " the evidence for and against the label of a flow (uid). Registrations are claims.",
                        Map.of("subject", text("port, service, address, or uid of a flow")),
                        List.of("subject"),
                        request -> questions.explain(request.text("subject"))),
                tool(
                        "exhibit",
                        "The bytes that the label of a flow rests on, with capture, packet and offset, and the packets"
                                + " around them in hex.",
                        Map.of("uid", text("uid of a flow")),
                        List.of("uid"),
                        request -> questions.exhibit(request.text("uid"))),
                tool(
                        "verify",
                        "Whether the captures of the folder still hold the bytes that a report in the folder rests on.",
                        Map.of("report", text("path in the folder of a report: .json, .db or .zip of Periplus")),
                        List.of("report"),
                        request -> questions.verify(request.text("report"))));
    }

    private SyncToolSpecification tool(
            String name, String description, Map<String, Object> properties, List<String> required, Answer answer) {
        Tool tool = Tool.builder(name, schema(properties, required))
                .description(description)
                .annotations(ToolAnnotations.builder()
                        .readOnlyHint(true)
                        .destructiveHint(false)
                        .idempotentHint(true)
                        .openWorldHint(false)
                        .build())
                .build();
        return SyncToolSpecification.builder()
                .tool(tool)
                .callHandler((exchange, request) -> {
                    Map<String, Object> arguments = request.arguments();
                    return call(answer, new Request(arguments == null ? Map.of() : arguments));
                })
                .build();
    }

    private CallToolResult call(Answer answer, Request request) {
        try {
            return result(answer.to(request), false);
        } catch (IllegalArgumentException | IOException | UncheckedIOException e) {
            return result(Map.of("error", Marking.text(String.valueOf(e.getMessage()), LONGEST_TEXT)), true);
        }
    }

    private CallToolResult result(Map<String, Object> answer, boolean error) {
        try {
            return CallToolResult.builder()
                    .structuredContent(answer)
                    .addTextContent(mapper.writeValueAsString(answer))
                    .isError(error)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> schema(Map<String, Object> properties, List<String> required) {
        return Map.of("type", "object", "properties", properties, "required", required, "additionalProperties", false);
    }

    private static Map<String, Object> paged(Map<String, Object> properties) {
        Map<String, Object> all = new LinkedHashMap<>(properties);
        all.put("offset", Map.of("type", "integer", "minimum", 0, "description", "records to skip"));
        all.put(
                "limit",
                Map.of("type", "integer", "minimum", 1, "maximum", LARGEST_PAGE, "description", "records at most"));
        return all;
    }

    private static Map<String, Object> text(String description) {
        return Map.of("type", "string", "maxLength", LONGEST_TEXT, "description", description);
    }
}
