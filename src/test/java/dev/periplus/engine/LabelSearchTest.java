package dev.periplus.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Role;
import dev.periplus.rule.RuleSet;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LabelSearchTest {
    private static final RuleSet RULES = Knowledge.ruleLoader().packaged().load();
    private static final byte[] QUERY =
            HexFormat.of().parseHex("12340100000100000000000003777777" + "076578616d706c65036f72670000010001");

    private static LabelSearch search(String label) {
        return new LabelSearch(label, RULES.signatures(label));
    }

    private static byte[] text(String text) {
        return text.getBytes(US_ASCII);
    }

    @Test
    void theServersBytesAreHeardWhateverTheClientSaid() {
        ExchangeFixture exchange = new ExchangeFixture(false);
        LabelSearch search = search("ssh");
        search.said(exchange.client(text("GET / HTTP/1.1\r\n\r\n")));
        search.said(exchange.server(text("SSH-2.0-OpenSSH_9.6p1\r\n")));
        LabelSearch.Find find = search.find();
        assertNotNull(find);
        assertEquals(Role.SERVER, find.by());
        assertEquals(2, find.packet());
        assertTrue(find.says().contains("SSH-2.0-OpenSSH_9.6p1"), find.says());
        assertEquals(2, search.packets());
    }

    @Test
    void aLaterDatagramIsHeardWhateverTheFirstWas() {
        ExchangeFixture exchange = new ExchangeFixture(true);
        LabelSearch search = search("dns");
        search.said(exchange.client(text("x")));
        search.said(exchange.client(QUERY));
        LabelSearch.Find find = search.find();
        assertNotNull(find);
        assertEquals(2, find.packet());
    }

    @Test
    void whatNobodySaidIsNotFound() {
        ExchangeFixture exchange = new ExchangeFixture(false);
        LabelSearch search = search("ssh");
        search.said(exchange.client(text("GET / HTTP/1.1\r\n\r\n")));
        assertNull(search.find());
        assertNull(search.nearest());
    }

    @Test
    void theNearestSignatureIsNamedWithTheConditionThatFails() {
        ExchangeFixture exchange = new ExchangeFixture(false);
        LabelSearch search = search("ica");
        search.said(exchange.client(text("hello")));
        LabelSearch.Near near = search.nearest();
        assertNotNull(near);
        assertNotNull(near.failure());
        assertEquals(1, near.packet());
        assertFalse(near.share() >= 1);
    }
}
