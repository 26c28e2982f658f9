package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionParserTest {
    private static final List<Option> OPTIONS = List.of(
            new Option("q", "quiet", null, ""),
            new Option("n", "numeric", null, ""),
            new Option(null, "all", null, ""),
            new Option("c", "count", "N", ""),
            new Option("o", "output", "FORMAT", ""),
            new Option(null, "rules", "DIR", ""));

    private static final List<String> WORDS = List.of(
            "-q",
            "-n",
            "-qn",
            "-nq",
            "-qc5",
            "-c",
            "-c5",
            "-c=5",
            "-count",
            "--count",
            "--count=5",
            "-count=5",
            "-count5",
            "--all",
            "-all",
            "--all=1",
            "-q=1",
            "--rules",
            "--rules=",
            "-rulesDIR",
            "-ojson",
            "-o",
            "-ojson=a",
            "a.pcap",
            "-",
            "--",
            "-1",
            "-1.5",
            "-x",
            "--none",
            "--none=1",
            "-x=1",
            "",
            "-qx",
            "\"a b\"",
            "\"",
            "--cou",
            "-qoc",
            "a=b",
            "---",
            "--q",
            "--c");

    private static String ours(List<String> words) {
        OptionParser parser = new OptionParser(OPTIONS);
        try {
            String unknown = parser.parse(words);
            if (unknown != null) {
                return "unknown " + unknown;
            }
        } catch (UsageException e) {
            return String.valueOf(e.getMessage());
        }
        List<String> given = new ArrayList<>();
        for (OptionParser.Given one : parser.given()) {
            given.add(one.option().name() + "=" + one.value());
        }
        return given + " " + parser.rest();
    }

    /** Another parser of the same notation. */
    private static String theirs(List<String> words) {
        Options options = new Options();
        for (Option option : OPTIONS) {
            options.addOption(option.letter(), option.name(), option.hasValue(), "");
        }
        try {
            CommandLine line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .get()
                    .parse(options, words.toArray(String[]::new));
            List<String> given = new ArrayList<>();
            for (org.apache.commons.cli.Option one : line.getOptions()) {
                given.add(one.getLongOpt() + "=" + one.getValue());
            }
            return given + " " + line.getArgList();
        } catch (UnrecognizedOptionException e) {
            return "unknown " + e.getOption();
        } catch (MissingArgumentException e) {
            for (Option option : OPTIONS) {
                if (option.name().equals(e.getOption().getLongOpt())) {
                    return option.shown() + " needs a value: " + option.shown() + " " + option.argument();
                }
            }
            return String.valueOf(e.getMessage());
        } catch (ParseException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void readsTheNotationAsOthersDo() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            List<String> words = new ArrayList<>();
            for (int left = 1 + random.nextInt(5); left > 0; left--) {
                words.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            assertEquals(theirs(words), ours(words), words.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a -c 5 b -qn            | [count=5, quiet=null, numeric=null] [a, b]",
                "--output=json -- -q     | [output=json] [-q]",
                "-qc5 -count=6 --count 7 | [quiet=null, count=5, count=6, count=7] []",
                "-c -1 -o -x             | [count=-1, output=-x] []",
                "-c -q                   | -c needs a value: -c N",
                "-q --rules              | --rules needs a value: --rules DIR",
                "--all=1                 | unknown --all=1",
                "-qx                     | unknown -qx"
            })
    void readsOptions(String words, String result) {
        assertEquals(result, ours(List.of(words.split(" +"))));
    }
}
