package dev.periplus.rulefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

class YamlTest {
    private record Thing(String id, String name) implements RuleEntry {}

    private final List<RuleError> errors = new ArrayList<>();

    private Yaml yaml(String text) {
        return new Yaml("folder/things.yaml", text, errors);
    }

    private static EntryReader<Thing> things(Yaml yaml) {
        return mapping -> {
            Map<String, Node> fields = yaml.entries(mapping, List.of("id", "name"));
            String name = yaml.required(fields, "name", mapping);
            return name.isEmpty() ? null : new Thing(yaml.id(fields, mapping), name);
        };
    }

    private Map<String, Thing> things(String text) {
        Yaml yaml = yaml(text);
        return yaml.byId(things(yaml));
    }

    private List<String> told() {
        return errors.stream().map(RuleError::toString).toList();
    }

    @Test
    void aListIsReadInItsOrder() {
        Map<String, Thing> things = things("- {id: b, name: B}\n- {id: a, name: A}\n");
        assertEquals(List.of("b", "a"), List.copyOf(things.keySet()));
        assertEquals(List.of(), told());
    }

    @Test
    void everyErrorOfAFileIsFoundAtItsLine() {
        Map<String, Thing> things = things("- id: a\n  name: A\n- id: a\n  name: B\n- id: C\n  colour: red\n"
                + "  name: [C]\n- text\n- id: d\n  id: e\n  name: D\n");
        assertEquals("A", things.get("a").name());
        assertEquals(
                List.of(
                        "folder/things.yaml:8: expected an entry of keys and values (key: value)",
                        "folder/things.yaml:3: duplicate id 'a'",
                        "folder/things.yaml:6: unknown key 'colour'; known are id, name",
                        "folder/things.yaml:7: expected a single value, not a list or a mapping",
                        "folder/things.yaml:5: name is missing",
                        "folder/things.yaml:10: duplicate key 'id'"),
                told());
    }

    @Test
    void whatIsNoListIsAnError() {
        things("id: a\n");
        things("");
        things("just words");
        assertEquals(3, errors.size());
        assertTrue(
                told().stream().allMatch("folder/things.yaml:1: expected a list of entries (- id: ...)"::equals),
                told().toString());
    }

    @Test
    void whatIsNoMappingIsAnError() {
        assertNull(yaml("- a\n").root());
        assertEquals(List.of("folder/things.yaml:1: expected a file of keys and values (key: value)"), told());
    }

    @Test
    void brokenYamlIsAnErrorWhereItBreaks() {
        things("- id: a\n  name: [\n- b\n");
        assertEquals(1, errors.size());
        assertTrue(errors.get(0).line() >= 2, told().toString());
    }

    /** The library throws another exception for such a tag than for any other error. */
    @Test
    void aTagThatNamesNothingIsAnError() {
        things("!%d");
        assertEquals(1, errors.size(), told().toString());
    }

    @Test
    void aliasesOfCollectionsAndDeepNestingAreRefused() {
        things("- &x [*x, *x]\n");
        things("- &a [x]\n- [*a, *a]\n");
        assertFalse(errors.isEmpty());
        errors.clear();
        things("[".repeat(200_000));
        assertEquals(1, errors.size(), told().toString());
    }

    @Test
    void theIdOfAFileIsItsName() {
        for (String id : List.of("things", "others", "Things")) {
            Yaml yaml = yaml("id: " + id + "\n");
            MappingNode root = yaml.root();
            assertEquals(id, yaml.idOfFile(yaml.entries(root, List.of("id")), root));
        }
        assertEquals(
                List.of(
                        "folder/things.yaml:1: id 'others' differs from the file name; it must be 'things'",
                        "folder/things.yaml:1: invalid id 'Things'; use lower-case letters, digits and hyphens"),
                told());
    }

    @Test
    void wordsAreFoundAmongThoseKnown() {
        Yaml yaml = yaml("a: two\nb:\n  three\n");
        MappingNode root = yaml.root();
        Map<String, Node> fields = yaml.entries(root, List.of("a", "b", "c"));
        List<Integer> known = List.of(1, 2);
        assertEquals(2, yaml.oneOf(fields, "a", root, known, number -> number == 1 ? "one" : "two"));
        assertNull(yaml.oneOf(fields, "b", root, known, number -> number == 1 ? "one" : "two"));
        assertNull(yaml.oneOf(fields, "c", root, known, number -> number == 1 ? "one" : "two"));
        assertEquals(
                List.of(
                        "folder/things.yaml:3: unknown b 'three'; known are one, two",
                        "folder/things.yaml:1: c is missing"),
                told());
    }

    @Test
    void messagesHoldNoControlCharacters() {
        things("- {id: \"\\e[31m\", name: A}\n");
        assertEquals(
                List.of("folder/things.yaml:1: invalid id ' [31m'; use lower-case letters, digits and hyphens"),
                told());
    }

    @Test
    void anyTextIsReadOrRefused() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String pieces = "- id: a\n  name\t: [{}]'\"&*!|>%@`,#? \u0000\u001b\u00e9\n";
        for (int round = 0; round < 1000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                int at = random.nextInt(pieces.length());
                text.append(pieces, at, Math.min(pieces.length(), at + random.nextInt(9)));
            }
            errors.clear();
            boolean nothing = things(text.toString()).isEmpty();
            assertTrue(!nothing || !errors.isEmpty() || text.toString().contains("["), "seed " + seed + ": " + text);
        }
    }
}
