package dev.periplus.rulefile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A user's folder of rules, or none, while it is read. Readers take their files from it; what is wrong with them is
 * collected, so that one reading finds the errors of all files.
 */
public final class RuleFolder {
    private static final int LARGEST = 1 << 20;
    private static final int LARGEST_TABLE = 64 << 20;

    private final @Nullable Path folder;
    private final List<RuleError> errors = new ArrayList<>();
    private final Set<Path> files = new HashSet<>();

    private RuleFolder(@Nullable Path folder) {
        this.folder = folder;
    }

    /**
     * Lets readers read a folder.
     *
     * @param folder or null, where the packaged files are all there is
     * @throws InvalidRulesException with every error that the readers met
     */
    public static <T> T read(@Nullable Path folder, Function<RuleFolder, T> readers) throws InvalidRulesException {
        RuleFolder reading = new RuleFolder(folder);
        if (folder != null && !Files.isDirectory(folder)) {
            reading.error(folder, "there is no such folder");
            throw new InvalidRulesException(reading.errors);
        }
        T read = readers.apply(reading);
        if (!reading.errors.isEmpty()) {
            throw new InvalidRulesException(reading.errors);
        }
        return read;
    }

    /** Whether the packaged files are all there is. */
    public boolean isNone() {
        return folder == null;
    }

    /** Whether no error was met so far. */
    public boolean isSound() {
        return errors.isEmpty();
    }

    /** How many files of the folder were read. */
    public int files() {
        return files.size();
    }

    /** Whether the folder has the file, readable or not. */
    public boolean has(RuleFile file) {
        return folder != null && Files.exists(folder.resolve(file.path()), LinkOption.NOFOLLOW_LINKS);
    }

    public boolean hasFolder(String name) {
        return folder != null && Files.isDirectory(folder.resolve(name));
    }

    /** The packaged entries by id, with what the folder adds or, under the same id, puts in their place. */
    public <T extends RuleEntry> Map<String, T> entries(RuleFile file, Function<Yaml, EntryReader<T>> reader) {
        Yaml packaged = new Yaml(file.path(), new String(Packed.bytes(file.resource()), UTF_8), errors);
        Map<String, T> entries = new LinkedHashMap<>(packaged.byId(reader.apply(packaged)));
        entries.putAll(own(file, reader));
        return entries;
    }

    /** The entries of the folder's file by id; none where it is not there. */
    public <T extends RuleEntry> Map<String, T> own(RuleFile file, Function<Yaml, EntryReader<T>> reader) {
        Yaml yaml = yaml(file);
        return yaml == null ? Map.of() : yaml.byId(reader.apply(yaml));
    }

    /** The folder's file; null where it is not there or cannot be read, which is then an error. */
    public @Nullable Yaml yaml(RuleFile file) {
        return folder != null && has(file) ? yaml(folder.resolve(file.path())) : null;
    }

    /**
     * The bytes of the folder's table; null where it is not there or is faulty.
     *
     * @param check gives the faults of a table by its name and bytes
     */
    public byte @Nullable [] table(RuleFile file, TableCheck check) {
        if (folder == null || !has(file)) {
            return null;
        }
        Path path = folder.resolve(file.path());
        byte[] bytes = bytes(path, LARGEST_TABLE);
        List<RuleError> faults = bytes == null ? List.of() : check.faults(path.toString(), bytes);
        errors.addAll(faults);
        return faults.isEmpty() ? bytes : null;
    }

    /** Finds what is wrong with a table. */
    public interface TableCheck {
        List<RuleError> faults(String file, byte[] bytes);
    }

    /**
     * Gives every {@code *.yaml} of a folder within this one, or, where {@code inner} is empty, of this one without those
     * of {@link RuleFile}. A folder that holds no rule file at all is an error.
     */
    public void each(String inner, Consumer<Yaml> taker) {
        if (folder == null) {
            return;
        }
        Path from = folder.resolve(inner);
        boolean any = Stream.of(RuleFile.values()).anyMatch(this::has);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.sorted().toList()) {
                any |= take(file, taker);
            }
            if (!any) {
                error(from, "no rule file (*" + Yaml.ENDING + ") is in this folder");
            }
        } catch (IOException e) {
            error(from, unreadable(e));
        }
    }

    private boolean take(Path file, Consumer<Yaml> taker) {
        String name = file.toString();
        if (name.endsWith(".yml")) {
            error(file, "rule files end in " + Yaml.ENDING);
        }
        if (!name.endsWith(Yaml.ENDING) || isSingle(file)) {
            return false;
        }
        Yaml yaml = yaml(file);
        if (yaml != null) {
            taker.accept(yaml);
        }
        return true;
    }

    private boolean isSingle(Path file) {
        return folder != null
                && Stream.of(RuleFile.values()).anyMatch(single -> file.equals(folder.resolve(single.path())));
    }

    /** Adds an error that concerns several files. */
    public void error(String file, String message) {
        errors.add(new RuleError(file, 1, message));
    }

    private void error(Path file, String message) {
        error(file.toString(), message);
    }

    private @Nullable Yaml yaml(Path file) {
        byte[] bytes = bytes(file, LARGEST);
        return bytes == null ? null : new Yaml(file.toString(), new String(bytes, UTF_8), errors);
    }

    private byte @Nullable [] bytes(Path file, int largest) {
        files.add(file);
        if (!Files.isRegularFile(file)) {
            error(file, "not a regular file");
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length <= largest) {
                return bytes;
            }
            error(file, "larger than " + (largest >> 20) + " MiB");
        } catch (IOException e) {
            error(file, unreadable(e));
        }
        return null;
    }

    private static String unreadable(IOException e) {
        return "cannot be read: " + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage());
    }
}
