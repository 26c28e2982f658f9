package dev.periplus.rulefile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
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
 * A user's folder of rules, or none, while it is read. Readers get their files from it and report errors to it, so that
 * one pass finds the errors of all files.
 */
public final class RuleFolder {
    private static final int LARGEST = 1 << 20;
    private static final int LARGEST_TABLE = 64 << 20;

    private final @Nullable Path folder;
    private final List<RuleError> errors = new ArrayList<>();
    private final Set<Path> files = new HashSet<>();

    /** Tables that were asked for, null if they are no good: their errors are reported once. */
    private final Map<RuleFile, byte @Nullable []> tables = new EnumMap<>(RuleFile.class);

    private RuleFolder(@Nullable Path folder) {
        this.folder = folder;
    }

    /**
     * Runs readers on a folder.
     *
     * @param folder the folder, or null for the packaged files only
     * @throws InvalidRulesException with all errors that the readers reported
     */
    public static <T> T read(@Nullable Path folder, Function<RuleFolder, T> readers) throws InvalidRulesException {
        RuleFolder reading = new RuleFolder(folder);
        if (folder != null && !Files.isDirectory(folder)) {
            reading.error(folder, "no such folder");
            throw new InvalidRulesException(reading.errors);
        }
        T read = readers.apply(reading);
        if (!reading.errors.isEmpty()) {
            throw new InvalidRulesException(reading.errors);
        }
        return read;
    }

    /** Whether there is no folder, only the packaged files. */
    public boolean isNone() {
        return folder == null;
    }

    /** Whether there are no errors so far. */
    public boolean isSound() {
        return errors.isEmpty();
    }

    /** Number of files of the folder read so far. */
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

    /** Returns the packaged entries by id; entries of the folder are added, or replace those with the same id. */
    public <T extends RuleEntry> Map<String, T> entries(RuleFile file, Function<Yaml, EntryReader<T>> reader) {
        Yaml packaged = new Yaml(file.path(), new String(Packed.bytes(file.resource()), UTF_8), errors);
        Map<String, T> entries = new LinkedHashMap<>(packaged.byId(reader.apply(packaged)));
        entries.putAll(own(file, reader));
        return entries;
    }

    /** Returns the entries of the folder's file by id; empty if there is no such file. */
    public <T extends RuleEntry> Map<String, T> own(RuleFile file, Function<Yaml, EntryReader<T>> reader) {
        Yaml yaml = yaml(file);
        return yaml == null ? Map.of() : yaml.byId(reader.apply(yaml));
    }

    /** Returns the folder's file; null if there is none or it cannot be read, which is reported as an error. */
    public @Nullable Yaml yaml(RuleFile file) {
        return folder != null && has(file) ? yaml(folder.resolve(file.path())) : null;
    }

    /**
     * Returns the bytes of the folder's table; null if there is none or it has errors.
     *
     * @param check finds the errors of a table
     */
    public byte @Nullable [] table(RuleFile file, TableCheck check) {
        if (folder == null || !has(file)) {
            return null;
        }
        if (!tables.containsKey(file)) {
            tables.put(file, checked(folder.resolve(file.path()), check));
        }
        return tables.get(file);
    }

    private byte @Nullable [] checked(Path path, TableCheck check) {
        byte[] bytes = bytes(path, LARGEST_TABLE);
        List<RuleError> faults = bytes == null ? List.of() : check.faults(path.toString(), bytes);
        errors.addAll(faults);
        return faults.isEmpty() ? bytes : null;
    }

    /** Checks a table. */
    public interface TableCheck {
        List<RuleError> faults(String file, byte[] bytes);
    }

    /**
     * Hands every {@code *.yaml} file of a subfolder to {@code taker}; if {@code inner} is empty, those of the folder
     * itself except the {@link RuleFile}s. A folder without any rule file is an error.
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
                error(from, "no rule file (*" + Yaml.ENDING + ") in this folder");
            }
        } catch (IOException e) {
            error(from, unreadable(e));
        }
    }

    private boolean take(Path file, Consumer<Yaml> taker) {
        String name = file.toString();
        if (name.endsWith(".yml")) {
            error(file, "rule files end in " + Yaml.ENDING + "; rename it");
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

    /** Reports an error that concerns a whole file. */
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
            error(file, "larger than " + (largest >> 20) + " MiB, the most that is read");
        } catch (IOException e) {
            error(file, unreadable(e));
        }
        return null;
    }

    private static String unreadable(IOException e) {
        return "cannot read the file: " + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage());
    }
}
