package dev.periplus.cli;

import dev.periplus.command.ConditionFields;
import dev.periplus.command.UsageException;
import dev.periplus.text.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The options {@code -e} and {@code -T}, as tshark's users know them: columns of CSV, and another name for formats. */
final class FieldChoice {
    private FieldChoice() {}

    static Arguments declare(Arguments arguments) {
        return arguments
                .value(
                        "e",
                        "fields",
                        "NAME[,NAME...]",
                        "columns of csv, by their names in conditions (periplus help fields); repeatable")
                .value("T", "format", "FORMAT", "as in tshark: fields (csv with -e), json, ek (ecs) or text (lines)");
    }

    /** Returns what {@code -o} names, and the format that {@code -T} or {@code -e} asks for. */
    static List<String> outputs(Arguments arguments) throws UsageException {
        List<String> outputs = new ArrayList<>(arguments.all("output"));
        for (String format : arguments.all("format")) {
            switch (format) {
                case "json" -> outputs.add("json");
                case "ek" -> outputs.add("ecs");
                case "text" -> outputs.add("lines");
                case "fields" -> {
                    if (arguments.all("fields").isEmpty()) {
                        throw new UsageException("-T fields needs -e: -T fields -e ip.src -e tcp.port -e label");
                    }
                }
                default ->
                    throw new UsageException(
                            "-T takes fields, json, ek or text, not '" + format + "'; -o names every format");
            }
        }
        if (!arguments.all("fields").isEmpty() && outputs.isEmpty()) {
            outputs.add("csv");
        }
        return outputs;
    }

    /** Returns the columns of CSV; none for the usual ones. */
    static List<String> fields(Arguments arguments) throws UsageException {
        List<String> asked = arguments.all("fields").stream()
                .flatMap(names -> Arrays.stream(names.split(",", -1)))
                .map(String::strip)
                .toList();
        if (asked.isEmpty()) {
            return asked;
        }
        if (outputs(arguments).stream().noneMatch(output -> output.matches("csv(=.*)?"))) {
            throw new UsageException("-e chooses columns of -o csv, which is not written here");
        }
        Set<String> known = ConditionFields.names();
        for (String name : asked) {
            if (!known.contains(name)) {
                throw new UsageException("-e: no field is named '" + name + "'" + Nearest.question(name, known));
            }
        }
        return asked;
    }
}
