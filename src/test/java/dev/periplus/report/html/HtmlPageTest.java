package dev.periplus.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.answer.FlowRecord;
import dev.periplus.cli.Run;
import dev.periplus.report.HostileTextTest;
import dev.periplus.report.RecordFieldsTest;
import dev.periplus.report.Records;
import dev.periplus.report.ResultFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a review in a browser: what a reader with nothing but this file sees and can do. */
class HtmlPageTest {
    private static final String FIRST_ROW = "#flows-table tbody tr:nth-child(2)";

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static Path page;
    private static String all;

    @BeforeAll
    static void review() throws IOException {
        browser = Browser.start();
        Path kase = Files.createDirectory(folder.resolve("case"));
        try (Stream<Path> captures = Files.list(Path.of("captures"))) {
            for (Path capture :
                    captures.filter(path -> path.toString().contains(".pcap")).toList()) {
                Files.copy(capture, kase.resolve(capture.getFileName()));
            }
        }
        page = folder.resolve("report.html");
        Run run = Run.of("review", kase.toString(), "-q", "-o", "html=" + page);
        assertEquals("", run.out());
        browser.open(page, "");
        all = browser.text("#q-state");
        browser.requests();
    }

    @AfterAll
    static void quit() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        browser.open(page, "");
    }

    /** A violation of the content security policy is a console error too. */
    @AfterEach
    void nothingWasAskedForAndNothingWentWrong() throws IOException {
        assertEquals(List.of(), browser.console());
        assertEquals(
                List.of(),
                browser.requests().stream()
                        .filter(url -> !url.startsWith("file://") && !url.startsWith("about:"))
                        .toList());
    }

    @Test
    void thePlantedConflictsComeFirst() throws IOException {
        String first = browser.text(".findings section.severity");
        assertTrue(first.startsWith("High"), first);
        assertTrue(first.contains("SSH on 3251/tcp, registered for sysscanner (Sys Scanner)"), first);
        assertTrue(browser.text("main").contains("4,299 packets cut short by the capture"));
        assertEquals(true, browser.script("return document.querySelector('" + FIRST_ROW + "').matches('.conflict')"));
        browser.screenshot(Path.of("target/report.png"));
    }

    private static String openSsh() throws IOException {
        String flow = String.valueOf(browser.script("return [...document.querySelectorAll('.findings article')]"
                + ".find(one => one.innerText.includes('SSH on 3251/tcp')).querySelector('li a').hash"));
        browser.click(".findings li a[href='" + flow + "']");
        browser.await("document.activeElement.id === 'flow-title'");
        return flow;
    }

    @Test
    void aFlowOfAFindingShowsItsEvidenceItsBytesAndItsClaims() throws IOException {
        String flow = openSsh();
        String shown = browser.text("#flow");
        for (String said : List.of(
                "identification string SSH-2.0-OpenSSH_9.3",
                "+100.0",
                "packet 4 in",
                "53 53 48 2d 32 2e 30",
                "SSH-2.0-OpenSSH_",
                "not as registered",
                "sysscanner: Sys Scanner",
                "(unproven)",
                "ssh.hassh")) {
            assertTrue(shown.contains(said), () -> said + " is not in " + shown);
        }
        assertEquals(flow, browser.script("return location.hash"));
        browser.screenshot(Path.of("target/report-flow.png"));
        browser.back();
        browser.await("document.getElementById('flow').hidden");
    }

    @Test
    void theCommandOfAFlowGivesThatFlow() throws IOException {
        openSsh();
        Matcher command = Pattern.compile("periplus replay --evidence -Y '(uid==\\w+)' (\\S+)")
                .matcher(browser.text("#flow"));
        assertTrue(command.find());
        List<Map<String, Object>> records =
                Run.of(command.group(2), "-Y", command.group(1), "-o", "json").records();
        assertEquals(1, records.size());
        assertEquals("ssh", records.get(0).get("label"));
    }

    @Test
    void anAddressWithAFlowOpensIt() throws IOException {
        String flow = openSsh();
        browser.open(page, flow + "&q=label%3D%3Dssh");
        browser.await("!document.getElementById('flow').hidden");
        assertTrue(browser.text("#flow").contains("10.3.0.9:3251/tcp"));
        assertTrue(browser.text("#q-state").matches("\\d of " + all), browser.text("#q-state"));
    }

    @Test
    void theFilterTakesConditions() throws IOException {
        browser.press("/label==ssh and server.port!=22" + Browser.ENTER);
        assertEquals("2 of " + all, browser.text("#q-state"));
        assertTrue(browser.text(FIRST_ROW).contains("10.3.0.9:3251"), browser.text(FIRST_ROW));
        browser.click("#q-clear");
        assertEquals(all, browser.text("#q-state"));
    }

    @Test
    void theFilterTakesWords() throws IOException {
        browser.press("/10.3.0.77 ssh" + Browser.ENTER);
        assertEquals("1 of " + all, browser.text("#q-state"));
    }

    /** Every field, both in rows and only in records. */
    @Test
    void aConditionFindsWhatItFindsInMinusY() throws Exception {
        List<FlowRecord> flows = RecordFieldsTest.records();
        Path few = folder.resolve("few.html");
        HtmlReport report = HtmlReport.in(few);
        flows.forEach(report::flow);
        report.finish(Records.run());
        browser.open(few, "");
        for (String condition : RecordFieldsTest.conditions(flows)) {
            ResultFilter filter = ResultFilter.parse(condition);
            List<String> fitting = flows.stream()
                    .filter(filter)
                    .map(record -> Long.toString(record.number()))
                    .toList();
            browser.script("applyFilter('" + condition + "')");
            browser.await("!document.getElementById('q-state').textContent.startsWith('reading')");
            assertEquals("", browser.text("#q-error"), condition);
            Object shown = browser.script("return flowTable.rows.map((row) => row[ROW.flow]).sort()");
            assertEquals(
                    fitting, ((List<?>) shown).stream().map(String::valueOf).toList(), condition);
        }
    }

    @Test
    void whatIsWrongWithAConditionIsSaidAtItsColumn() throws IOException {
        browser.press("/label==ssh adn ip==10.0.0.1" + Browser.ENTER);
        assertTrue(browser.text("#q-error").startsWith("Column 12: expected 'and' or 'or' before 'adn'"));
        assertEquals("true", browser.script("return document.getElementById('q').getAttribute('aria-invalid')"));
    }

    @Test
    void aClickOnALabelShowsItsFlows() throws IOException {
        browser.click("#ports-table a[href='#q=label%3D%3Dcgp']");
        assertTrue(browser.text("#q-state").startsWith("36 of "), browser.text("#q-state"));
    }

    @Test
    void theTitleOfAColumnSorts() throws IOException {
        browser.script("[...document.querySelectorAll('#flows-table thead button')]"
                + ".find(one => one.textContent === 'Bytes').click()");
        List<?> bytes = (List<?>) browser.script("return flowTable.rows.map(row => row[ROW.bytes])");
        List<Long> numbers =
                bytes.stream().map(String::valueOf).map(Long::valueOf).toList();
        assertEquals(numbers.stream().sorted((a, b) -> Long.compare(b, a)).toList(), numbers);
        assertEquals(
                "Bytes ▼",
                browser.script("return document.querySelector('#flows-table [aria-sort=descending]').innerText"));
    }

    @Test
    void aFlowOpensByKeysAlone() throws IOException {
        browser.press("/");
        for (int i = 0; i < 20 && !inTable(); i++) {
            browser.press(Browser.TAB);
        }
        browser.press(Browser.DOWN + Browser.DOWN);
        Object third = browser.script("return document.activeElement.hash");
        assertEquals(browser.script("return '#flow=' + flowTable.rows[2][ROW.flow]"), third);
        browser.press(Browser.ENTER);
        browser.await("document.activeElement.id === 'flow-title'");
        assertEquals(third, browser.script("return location.hash"));
        browser.press("j");
        browser.await("location.hash === '#flow=' + flowTable.rows[3][ROW.flow]");
        browser.press(Browser.ESCAPE);
        browser.await("document.getElementById('flow').hidden");
    }

    private static boolean inTable() throws IOException {
        return Boolean.TRUE.equals(browser.script("return document.getElementById('flows-table').querySelector('tbody')"
                + ".contains(document.activeElement)"));
    }

    @Test
    void theTimelineSaysItsNumbersStepByStep() throws IOException {
        browser.script("document.querySelector('[role=slider]').focus()");
        Object first = browser.script("return document.querySelector('[role=slider]').ariaValueText");
        assertTrue(String.valueOf(first).matches("2016-.* UTC: \\d+ flows: .*cgp \\d+.*"), "" + first);
        browser.press("\ue014");
        Object second = browser.script("return document.querySelector('[role=slider]').ariaValueText");
        assertFalse(first.equals(second));
    }

    @Test
    void findingsAreChosenByTheirWords() throws IOException {
        String find = "const find = document.getElementById('find'); find.value = '%s';"
                + " find.dispatchEvent(new Event('input'));"
                + " return [...document.querySelectorAll('.findings article')].filter(one => one.checkVisibility()).length";
        int every = Integer.parseInt("" + browser.script(find.formatted("")));
        int high = Integer.parseInt("" + browser.script(find.formatted("HIGH")));
        assertTrue(high > 0 && high < every, high + " of " + every);
        assertEquals("0", "" + browser.script(find.formatted("high nothing-like-this")));
        String state = String.valueOf(browser.script("return document.getElementById('find-state').textContent"));
        assertTrue(state.startsWith("0 of "), state);
        browser.script(find.formatted(""));
    }

    @Test
    void aStepOfTheTimelineShowsItsFlows() throws IOException {
        browser.script("document.querySelector('[role=slider]').focus()");
        browser.press("\ue007");
        String filter = String.valueOf(browser.script("return document.getElementById('q').value"));
        assertTrue(filter.matches("start>=\"\\S+Z\" and start<\"\\S+Z\""), filter);
        String said = String.valueOf(browser.script("return document.querySelector('[role=slider]').ariaValueText"));
        String flows = said.replaceFirst(".* UTC: (\\d+) flows?:.*", "$1");
        String shown = String.valueOf(browser.script("return document.getElementById('q-state').textContent"));
        assertTrue(shown.startsWith(flows + " of "), said + " / " + shown);
    }

    @Test
    void itIsDarkWhereItsReaderLikesItDark() throws IOException {
        String background = "return getComputedStyle(document.body).backgroundColor";
        browser.dark(true);
        assertEquals("rgb(21, 24, 27)", browser.script(background));
        browser.screenshot(Path.of("target/report-dark.png"));
        browser.click("#theme");
        browser.click("#theme");
        assertEquals("rgb(253, 253, 252)", browser.script(background));
        browser.dark(false);
    }

    @Test
    void whatTrafficSaysIsShownAsText() throws IOException {
        String text = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\u001b[2J\u202e\n'\"";
        Path hostile = folder.resolve("hostile.html");
        HtmlReport report = HtmlReport.in(hostile);
        report.flow(HostileTextTest.saying(text));
        report.finding(HostileTextTest.finding(text));
        report.finish(Records.run());
        browser.open(hostile, "#flow=1");
        browser.await("!document.getElementById('flow').hidden");
        String shown = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\\x1b[2J\\u202e\\x0a'\"";
        assertTrue(browser.text("#flow").contains("for ssh: " + shown), browser.text("#flow"));
        assertTrue(browser.text(".findings").contains(shown), browser.text(".findings"));
        assertTrue(browser.text("#flows-table").contains(shown));
        assertEquals(
                "0 1",
                browser.script("return document.querySelectorAll('img').length + ' '"
                        + " + document.querySelectorAll('script:not([type])').length"));
    }

    /** Prints how long it takes, without a limit. */
    @Test
    void fiftyThousandFlowsAreAtHand() throws IOException {
        Path large = folder.resolve("large.html");
        HtmlReport report = HtmlReport.in(large);
        for (int i = 1; i <= 50_000; i++) {
            String server = "10." + i % 7 + "." + i % 251 + ".9";
            report.flow(Records.tcp("10.200.0." + i % 250, server, 1 + i % 60_000)
                    .number(i)
                    .label("label-" + i % 40, 0.99)
                    .says("label-" + i % 40, "sentence " + i)
                    .made());
        }
        report.finish(Records.run(Counter.FLOWS.count(50_000)));
        browser.open(large, "");
        assertEquals("50,000 flows", browser.text("#q-state"));
        System.out.println("50,000 flows: " + Files.size(large) / 1_000 + " kB, filled after "
                + browser.script("return document.documentElement.dataset.ready") + " ms");
        browser.press("/flow==49999" + Browser.ENTER);
        assertEquals("1 of 50,000 flows", browser.text("#q-state"));
        browser.click(FIRST_ROW + " a");
        browser.await("document.getElementById('flow').innerText.includes('sentence 49999')");
        browser.script("window.began = performance.now(); applyFilter('tls.sni==one.example')");
        browser.await("document.getElementById('q-state').textContent === '0 of 50,000 flows'");
        System.out.println(
                "50,000 records read after " + browser.script("return performance.now() - window.began") + " ms");
    }
}
