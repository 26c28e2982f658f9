package dev.periplus.release;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.filter.JavadocLikePackageFilter;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiConstructor;
import japicmp.model.JApiField;
import japicmp.model.JApiMethod;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compares the library with that of the last release (japicmp). The last release is the newest tag {@code vMAJOR.MINOR.PATCH}
 * before this commit: its sources are taken out of git and compiled with the parts of today. Without a tag there is nothing
 * to be compatible with. Programs may rely on {@code dev.periplus.api}, less what is there for the command line.
 */
final class ApiChanges {
    private static final List<String> FOR_THE_COMMAND_LINE = List.of("AddOns", "Vocabulary");
    private static final String TAG = "v[0-9]*.[0-9]*.[0-9]*";

    private ApiChanges() {}

    /**
     * Refuses a version that promises more than this build keeps.
     *
     * @return what was compared, one sentence
     * @throws IOException if something that programs rely on has changed, and neither the first number of the version nor, before
     *     1.0, the second has
     */
    static String check(Path project, Path work, String version, Path library, String classPath)
            throws IOException, InterruptedException {
        Command tag = Command.run(project, List.of("git", "describe", "--tags", "--abbrev=0", "--match", TAG));
        if (tag.status() != 0) {
            return "no release yet: the library is compatible with itself";
        }
        String released = tag.out().strip();
        List<String> changes = between(compiled(project, work, released, classPath), library, classPath);
        if (!changes.isEmpty() && promises(released.substring(1), version)) {
            throw new IOException("the library breaks programs that use " + released
                    + "; raise the version, or undo:\n  " + String.join("\n  ", changes));
        }
        return changes.size() + " incompatible changes since " + released;
    }

    /** Whether programs for one version must work with another. */
    static boolean promises(String released, String version) {
        String[] before = released.split("[.-]");
        String[] now = version.split("[.-]");
        return before[0].equals(now[0]) && (!before[0].equals("0") || before[1].equals(now[1]));
    }

    private static Path compiled(Path project, Path work, String tag, String classPath)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(work.resolve("last-release"));
        Path archive = folder.resolve("sources.tar");
        for (List<String> words : List.of(
                List.of("git", "archive", "-o", archive.toString(), tag, "src/main/java"),
                List.of("tar", "xf", archive.toString(), "-C", folder.toString()))) {
            Command ran = Command.run(project, words);
            if (ran.status() != 0) {
                throw new IOException(words + ": " + ran.err());
            }
        }
        List<String> arguments = new ArrayList<>(
                List.of("-nowarn", "-proc:none", "-d", folder.resolve("classes").toString(), "-cp", classPath));
        try (Stream<Path> sources = Files.walk(folder.resolve("src/main/java"))) {
            sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        ModuleJar.run("javac", arguments.toArray(String[]::new));
        return packed(folder.resolve("classes"), folder.resolve("last-release.jar"));
    }

    /** Packs a folder of classes. */
    static Path packed(Path classes, Path jar) throws IOException {
        ModuleJar.run("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        return jar;
    }

    /** What programs for the older jar may miss in the newer one, in words of japicmp. */
    static List<String> between(Path older, Path newer, String classPath) {
        JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
        options.getFilters().getIncludes().add(new JavadocLikePackageFilter(CoreLibrary.API, true));
        options.getClassPathEntries().addAll(List.of(classPath.split(File.pathSeparator)));
        options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
        TreeSet<String> changes = new TreeSet<>();
        for (JApiClass type : new JarArchiveComparator(options)
                .compare(new JApiCmpArchive(older.toFile(), "old"), new JApiCmpArchive(newer.toFile(), "new"))) {
            String name = type.getFullyQualifiedName();
            if (FOR_THE_COMMAND_LINE.stream().anyMatch(one -> name.equals(CoreLibrary.API + "." + one))) {
                continue;
            }
            add(changes, name, type.getCompatibilityChanges());
            for (JApiMethod method : type.getMethods()) {
                add(changes, name + "." + method.getName(), method.getCompatibilityChanges());
            }
            for (JApiConstructor constructor : type.getConstructors()) {
                add(changes, name + "()", constructor.getCompatibilityChanges());
            }
            for (JApiField field : type.getFields()) {
                add(changes, name + "." + field.getName(), field.getCompatibilityChanges());
            }
        }
        return List.copyOf(changes);
    }

    private static void add(TreeSet<String> changes, String where, List<JApiCompatibilityChange> found) {
        for (JApiCompatibilityChange change : found) {
            if (!change.isBinaryCompatible() || !change.isSourceCompatible()) {
                changes.add(where + ": " + change.getType());
            }
        }
    }
}
