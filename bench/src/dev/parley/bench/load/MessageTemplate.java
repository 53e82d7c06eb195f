package dev.parley.bench.load;

/**
 * The encoded message of one sender, in which only the numbers change from message to message. Confined to the thread
 * that sends.
 */
final class MessageTemplate {

    static final int RECEIPT_DIGITS = 8;

    private final byte[] bytes;
    private final int text;
    private final int receipt;

    /**
     * @param bytes the encoded message
     * @param text the index of the {@link MessageText}
     * @param receipt the index of the 8 digits of the receipt id, or -1 if the message requests no receipt
     */
    MessageTemplate(byte[] bytes, int text, int receipt) {
        this.bytes = bytes;
        this.text = text;
        this.receipt = receipt;
    }

    /** Sets the numbers of a message, and returns the bytes to send. The array is the same for all messages. */
    byte[] fill(int run, int number) {
        MessageText.writeNumbers(bytes, text, run, number);
        if (receipt >= 0) {
            MessageText.writeDigits(bytes, receipt, RECEIPT_DIGITS, number);
        }
        return bytes;
    }
}
