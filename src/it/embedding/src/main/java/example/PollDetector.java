package example;

import dev.periplus.api.Conversation;
import dev.periplus.api.FlowDetector;
import dev.periplus.api.Observations;
import dev.periplus.api.Side;
import dev.periplus.api.Speech;

/**
 * Recognises the poll of a house protocol: B1 4D, ten bytes that the reply repeats behind B2 4D. The reply checks 96 bits, so
 * its weight is far above what chance gives.
 */
public final class PollDetector implements FlowDetector {
    private static final int HEAD = 2;
    private static final int REPEATED = 12;

    @Override
    public String name() {
        return "house-poll";
    }

    @Override
    public boolean wants(String transport) {
        return transport.equals("udp");
    }

    @Override
    public Next inspect(Conversation conversation, Observations found) {
        if (conversation.speaker() == Side.CLIENT) {
            Speech request = conversation.of(Side.CLIENT);
            return request.length() >= REPEATED && request.at(0) == 0xb1 && request.at(1) == 0x4d ? Next.MORE : Next.DONE;
        }
        Speech request = conversation.of(Side.CLIENT);
        Speech reply = conversation.of(Side.SERVER);
        if (reply.at(0) != 0xb2 || reply.at(1) != 0x4d || request.length() < REPEATED) {
            return Next.DONE;
        }
        for (int i = HEAD; i < REPEATED; i++) {
            if (reply.at(i) != request.at(i)) {
                return Next.DONE;
            }
        }
        found.found("house-poll", 90, "the reply repeats ten bytes of the request", Side.SERVER, 0, REPEATED);
        return Next.DONE;
    }
}
