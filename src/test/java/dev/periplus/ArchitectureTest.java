package dev.periplus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which package may use which. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.periplus");

    /** What stands above the engine. */
    private static final String[] ABOVE = {
        "dev.periplus.report..",
        "dev.periplus.explain..",
        "dev.periplus.api..",
        "dev.periplus.command..",
        "dev.periplus.cli.."
    };

    private static final Path TABLE = Path.of("src/docs/architecture.md");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\|[^|]*\\| ([\\w, –]+) \\|");

    /** The packages that each may use, as {@code architecture.md} says. */
    private static Map<String, List<String>> table() throws IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(TABLE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(
                        row.group(1),
                        row.group(2).equals("–")
                                ? List.of()
                                : List.of(row.group(2).split(", ")));
            }
        }
        return rows;
    }

    @Test
    void packagesUseOnlyWhatTheTableAllows() throws IOException {
        Map<String, List<String>> table = table();
        Architectures.LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : table.keySet()) {
            layers = layers.layer(name).definedBy("dev.periplus." + name + "..");
        }
        for (Map.Entry<String, List<String>> row : table.entrySet()) {
            layers = row.getValue().isEmpty()
                    ? layers.whereLayer(row.getKey()).mayNotAccessAnyLayer()
                    : layers.whereLayer(row.getKey())
                            .mayOnlyAccessLayers(row.getValue().toArray(String[]::new));
        }
        layers.check(CLASSES);
    }

    @Test
    void theTableHasEveryPackage() throws IOException {
        Set<String> packages = CLASSES.stream()
                .map(type -> type.getPackageName().split("\\.")[2])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(packages, table().keySet());
    }

    @Test
    void nothingBelowTheEngineKnowsReportsOrCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ABOVE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ABOVE)
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.periplus.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void foldersOfReportFormNoCycles() {
        slices().matching("dev.periplus.report.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void whatFormatsShareKnowsNoFormat() {
        noClasses()
                .that()
                .resideInAPackage("dev.periplus.report")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.periplus.report.*..")
                .check(CLASSES);
    }

    @Test
    void filesOfReportAndCommandsFormNoCircles() {
        slices().assignedFrom(new FileOfReportOrCommand())
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** A slice for each file of {@code report}, {@code explain}, {@code command} and {@code cli}. */
    private static final class FileOfReportOrCommand implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getName();
            if (!name.matches("dev\\.periplus\\.(report|explain|command|cli)\\..*")) {
                return SliceIdentifier.ignore();
            }
            return SliceIdentifier.of(name.replaceAll("\\$.*", ""));
        }

        @Override
        public String getDescription() {
            return "files of report, explain, command and cli";
        }
    }

    /** Text reaches people through {@code Terminal} and {@code Console}, which make it printable. */
    @Test
    void nothingWritesToTheStandardStreamsDirectly() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    }

    @Test
    void onlyCaptureKnowsPcap4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.periplus.capture")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.pcap4j..")
                .check(CLASSES);
    }

    @Test
    void onlySocketsKnowsOshi() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.periplus.sockets")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("oshi..")
                .check(CLASSES);
    }

    /** The rest of the command line must not load it: that takes longer than to read a small capture. */
    @Test
    void onlyTheTerminalKnowsJline() {
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.periplus\\.cli\\.(RawTerminal|WindowsConsole|TopView|KeyReader)\\b.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jline..")
                .check(CLASSES);
    }

    @Test
    void onlyGeoKnowsMaxMindsReader() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.periplus.geo")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.maxmind..")
                .check(CLASSES);
    }

    @Test
    void onlyWhatIsNamedSqliteKnowsDatabases() {
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.periplus\\.report\\..*Sqlite.*")
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("java.sql..", "org.sqlite..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.type(Timestamp.class))))
                .check(CLASSES);
    }

    @Test
    void onlyRingKnowsTheDisruptor() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.periplus.ring")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.lmax..")
                .check(CLASSES);
    }
}
