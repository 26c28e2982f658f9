package dev.periplus.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the library shows, and who uses what. */
class ApiSurfaceTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.periplus");

    /** The command line takes these in the form of the engine; programs that embed Periplus do not need them. */
    private static final Set<String> FOR_THE_COMMAND_LINE = Set.of("AddOns", "Vocabulary");

    @Test
    void signaturesHoldTypesOfTheJdkAndTheLibraryOnly() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (!type.getPackageName().equals("dev.periplus.api")
                    || !isPublic(type)
                    || FOR_THE_COMMAND_LINE.contains(type.getSimpleName())) {
                continue;
            }
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                if (unit.getModifiers().contains(JavaModifier.PUBLIC)) {
                    List<JavaClass> shown = new ArrayList<>(unit.getRawParameterTypes());
                    shown.add(unit.getRawReturnType());
                    shown.stream()
                            .map(JavaClass::getBaseComponentType)
                            .filter(other -> !other.isPrimitive()
                                    && !other.getPackageName().startsWith("java.")
                                    && !other.getPackageName().equals("dev.periplus.api"))
                            .forEach(other -> wrong.add(unit.getFullName() + " shows " + other.getName()));
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ApiSurfaceTest::isPublic).orElse(true);
    }

    @Test
    void theLibraryNeverEndsTheJvm() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.periplus.cli..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CLASSES);
    }

    /** Parts of the command line that need more of Periplus than the library shows today. No other may begin to. */
    private static final Set<String> NOT_YET =
            Set.of(("AnnotateCommand, AuditCommand, CalibrationText, Captures, CarveCommand, Carving"
                            + ", Command, Completion, Configuration, CopiedSecrets, DiffCommand, Elsewhere"
                            + ", ExhibitCommand, ExhibitText, ExplainCommand, ExtcapCommand, ExtractCommand"
                            + ", ExtractedFiles, Fatal, FieldChoice, FlowExplanation, FormatFacts, HeapSize, Help"
                            + ", HostExplanation, InterfacesCommand, Interrupt, KeyLogFollower, LiveCommand"
                            + ", LiveCount, LiveRun, Main, MetricsRequest, NamedFinding, NamedFlow, NamedPorts"
                            + ", OtherTools, Output, OutputFormat, Outputs, PathOptions, Plugins, PortExplanation"
                            + ", PortServers, Privileges, ProgressLine, RegistryCommand, Reload, ReplayCommand"
                            + ", ReportedLabels, ReviewCommand, RowOrder, RuleCalibration, RuleDrafts, RuleReading"
                            + ", RulesCommand, RunYield, ServeCommand, ServedPackets, ShownPackets, Sums, Terminal"
                            + ", TerminalWatcher, TimeZoneOption, TopView, VerifyCommand, WhyNot")
                    .split(", "));

    @Test
    void theCommandLineUsesTheLibraryExceptWhatIsNamedHere() {
        Set<String> others = CLASSES.stream()
                .filter(type -> type.getPackageName().equals("dev.periplus.cli"))
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getPackageName())
                        .anyMatch(name -> name.startsWith("dev.periplus.")
                                && !Set.of("dev.periplus.api", "dev.periplus.cli", "dev.periplus.text")
                                        .contains(name)))
                .map(type -> type.getName().replaceAll("\\$.*", "").replace("dev.periplus.cli.", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(NOT_YET), others);
    }
}
