package dev.periplus.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files of rules that are a list of entries with ids: the packaged one, and one of a user that adds to it or overrides. */
public final class EntryFiles {
    private static final int LARGEST = 1 << 20;

    private EntryFiles() {}

    /** Reads the text of a file; what is wrong with it goes to the errors. */
    public interface Reader<T> {
        Map<String, T> read(String file, String text, List<RuleError> errors);
    }

    /**
     * The packaged entries, with what the file in a directory, if it is there, adds or, under the same id, puts in place.
     *
     * @param name of the file
     * @param directory of a user's rules, or null
     * @throws InvalidRulesException with every error
     */
    public static <T> Map<String, T> load(String name, @Nullable Path directory, Reader<T> reader)
            throws IOException, InvalidRulesException {
        List<RuleError> errors = new ArrayList<>();
        Map<String, T> entries = new LinkedHashMap<>(reader.read(name, packaged("/rules/" + name), errors));
        Path file = directory == null ? null : directory.resolve(name);
        if (file != null && Files.exists(file)) {
            if (Files.size(file) > LARGEST) {
                errors.add(new RuleError(file.toString(), 1, "larger than 1 MiB"));
            } else {
                entries.putAll(reader.read(file.toString(), new String(Files.readAllBytes(file), UTF_8), errors));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidRulesException(errors);
        }
        return entries;
    }

    private static String packaged(String resource) {
        try (InputStream in = EntryFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in this build");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(resource + " cannot be read", e);
        }
    }
}
