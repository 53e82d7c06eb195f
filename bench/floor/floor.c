/*
 * A lower bound for the CPU time of a delivery on this machine, called the floor. One thread with epoll broadcasts each
 * WebSocket text frame to all connections, including that of the sender, with one write per delivery. It has no
 * application protocol, no nicknames, no rooms, no order and no history. With an interval in milliseconds as its
 * argument, it collects the frames of a connection and sends them with one write per interval.
 *
 *     cc -O2 -o floor floor.c && ./floor [MILLISECONDS]
 *
 * Listens on a free port of 127.0.0.1, and prints "port N". Supports only the frames that the load generator of this
 * benchmark sends: masked, unfragmented, shorter than 64 KiB.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { MAX_CLIENTS = 65536, INPUT_SIZE = 65536, MAX_UNSENT = 1 << 20, MAX_EVENTS = 256 };

struct client {
    int fd, open, index;      /* open: the handshake is complete; index: in clients */
    char *remainder, *unsent; /* the bytes of an incomplete frame; the bytes that the socket did not accept */
    size_t remainder_size, unsent_size;
};

static struct client *clients[MAX_CLIENTS];
static int count, epoll, interval; /* interval: in milliseconds, 0 for one write per delivery */
static char input[INPUT_SIZE];

static uint32_t rol(uint32_t x, int n) {
    return x << n | x >> (32 - n);
}

/* Computes SHA-1 (RFC 3174) of at most 119 bytes: the key and the GUID of a WebSocket handshake. */
static void sha1(const char *text, size_t length, uint8_t out[20]) {
    uint8_t block[128] = {0};
    size_t blocks = length + 9 > 64 ? 2 : 1;
    uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    memcpy(block, text, length);
    block[length] = 0x80;
    block[blocks * 64 - 2] = (uint8_t)(length * 8 >> 8);
    block[blocks * 64 - 1] = (uint8_t)(length * 8);
    for (size_t b = 0; b < blocks; b++) {
        uint32_t w[80], v[5];
        for (int i = 0; i < 16; i++) {
            uint8_t *p = block + b * 64 + i * 4;
            w[i] = (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
        }
        for (int i = 16; i < 80; i++) w[i] = rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        memcpy(v, h, sizeof v);
        for (int i = 0; i < 80; i++) {
            uint32_t f = i < 20   ? ((v[1] & v[2]) | (~v[1] & v[3])) + 0x5a827999
                         : i < 40 ? (v[1] ^ v[2] ^ v[3]) + 0x6ed9eba1
                         : i < 60 ? ((v[1] & v[2]) | (v[1] & v[3]) | (v[2] & v[3])) + 0x8f1bbcdc
                                  : (v[1] ^ v[2] ^ v[3]) + 0xca62c1d6;
            uint32_t t = rol(v[0], 5) + f + v[4] + w[i];
            v[4] = v[3], v[3] = v[2], v[2] = rol(v[1], 30), v[1] = v[0], v[0] = t;
        }
        for (int i = 0; i < 5; i++) h[i] += v[i];
    }
    for (int i = 0; i < 20; i++) out[i] = (uint8_t)(h[i / 4] >> (24 - i % 4 * 8));
}

static void base64(const uint8_t in[20], char out[29]) {
    static const char *digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t padded[21] = {0};
    memcpy(padded, in, 20);
    for (int i = 0; i < 7; i++) {
        uint8_t *p = padded + i * 3;
        *out++ = digits[p[0] >> 2];
        *out++ = digits[(p[0] & 3) << 4 | p[1] >> 4];
        *out++ = digits[(p[1] & 15) << 2 | p[2] >> 6];
        *out++ = digits[p[2] & 63];
    }
    out[-1] = '=';
    *out = 0;
}

static void disconnect(struct client *c) {
    clients[c->index] = clients[--count];
    clients[c->index]->index = c->index;
    close(c->fd);
    free(c->remainder);
    free(c->unsent);
    free(c);
}

static void set_interest(struct client *c, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
}

/* Keeps unsent bytes, at most MAX_UNSENT; bytes beyond the limit are dropped, and the benchmark counts them as lost. */
static void keep_unsent(struct client *c, const char *bytes, size_t length) {
    if (!c->unsent) c->unsent = malloc(MAX_UNSENT);
    if (!c->unsent || c->unsent_size + length > MAX_UNSENT) return;
    memcpy(c->unsent + c->unsent_size, bytes, length);
    c->unsent_size += length;
}

static void flush(struct client *c) {
    ssize_t written = write(c->fd, c->unsent, c->unsent_size);
    if (written > 0) {
        memmove(c->unsent, c->unsent + written, c->unsent_size - (size_t)written);
        c->unsent_size -= (size_t)written;
    } else if (errno != EAGAIN) {
        c->unsent_size = 0;
    }
    if (!interval) set_interest(c, c->unsent_size ? EPOLLIN | EPOLLOUT : EPOLLIN);
    if (!c->unsent_size) {
        free(c->unsent);
        c->unsent = NULL;
    }
}

static void send_bytes(struct client *c, const char *bytes, size_t length) {
    size_t written = 0;
    if (!interval && !c->unsent_size) {
        ssize_t result = write(c->fd, bytes, length);
        if (result < 0 && errno != EAGAIN) return;
        written = result < 0 ? 0 : (size_t)result;
    }
    if (written < length) {
        keep_unsent(c, bytes + written, length - written);
        if (!interval) set_interest(c, EPOLLIN | EPOLLOUT);
    }
}

static void broadcast(const char *text, size_t length) {
    static char frame[INPUT_SIZE + 4];
    size_t head = length < 126 ? 2 : 4;
    frame[0] = (char)0x81;
    frame[1] = (char)(length < 126 ? length : 126);
    if (head == 4) frame[2] = (char)(length >> 8), frame[3] = (char)length;
    memcpy(frame + head, text, length);
    for (int i = 0; i < count; i++) {
        if (clients[i]->open) send_bytes(clients[i], frame, head + length);
    }
}

/* Handles one frame; returns its size, 0 if it is incomplete, -1 to close the connection. */
static long handle_frame(char *bytes, size_t available) {
    if (available < 6) return 0;
    size_t length = (size_t)(bytes[1] & 0x7f), head = 2;
    if (length == 127) return -1;
    if (length == 126) length = (size_t)(uint8_t)bytes[2] << 8 | (uint8_t)bytes[3], head = 4;
    if (available < head + 4 + length) return 0;
    char *mask = bytes + head, *text = mask + 4;
    for (size_t i = 0; i < length; i++) text[i] ^= mask[i % 4];
    switch (bytes[0] & 15) {
        case 1: broadcast(text, length); break;
        case 8: return -1;
        default: break;
    }
    return (long)(head + 4 + length);
}

/* Answers the handshake; returns its size, 0 if it is incomplete, -1 to close the connection. */
static long handshake(struct client *c, char *bytes, size_t available) {
    static const char *guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    char *end = memmem(bytes, available, "\r\n\r\n", 4), *key, key_and_guid[120], accept[29], response[200];
    uint8_t digest[20];
    if (!end) return available > 8192 ? -1 : 0;
    *end = 0;
    key = strcasestr(bytes, "\r\nSec-WebSocket-Key: ");
    if (!key || strcspn(key + 21, "\r") > 40) return -1;
    int length = snprintf(key_and_guid, sizeof key_and_guid, "%.*s%s", (int)strcspn(key + 21, "\r"), key + 21, guid);
    sha1(key_and_guid, (size_t)length, digest);
    base64(digest, accept);
    length = snprintf(response, sizeof response,
                      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Accept: %s\r\n\r\n",
                      accept);
    send_bytes(c, response, (size_t)length);
    c->open = 1;
    return end + 4 - bytes;
}

static void receive(struct client *c) {
    memcpy(input, c->remainder, c->remainder_size);
    ssize_t received = read(c->fd, input + c->remainder_size, sizeof input - c->remainder_size);
    if (received < 0 && errno == EAGAIN) return;
    if (received <= 0) {
        disconnect(c);
        return;
    }
    size_t available = c->remainder_size + (size_t)received, at = 0;
    while (at < available) {
        char *bytes = input + at;
        long consumed = c->open ? handle_frame(bytes, available - at) : handshake(c, bytes, available - at);
        if (consumed < 0) {
            disconnect(c);
            return;
        }
        if (consumed == 0) break;
        at += (size_t)consumed;
    }
    c->remainder_size = available - at;
    free(c->remainder);
    c->remainder = NULL;
    if (c->remainder_size) {
        c->remainder = malloc(c->remainder_size);
        memcpy(c->remainder, input + at, c->remainder_size);
    }
}

static void accept_client(int listener) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK), on = 1;
    if (fd < 0) return;
    struct client *c = calloc(1, sizeof *c);
    if (!c || count == MAX_CLIENTS) {
        close(fd);
        free(c);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->fd = fd;
    c->index = count;
    clients[count++] = c;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void on_timer(int timer) {
    uint64_t expirations;
    if (read(timer, &expirations, sizeof expirations) < 0) return;
    for (int i = 0; i < count; i++) {
        if (clients[i]->unsent_size) flush(clients[i]);
    }
}

int main(int argc, char **argv) {
    static char listener_tag, timer_tag; /* their addresses mark events that belong to no client */
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), timer = -1;
    interval = argc > 1 ? atoi(argv[1]) : 0;
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    if (!getrlimit(RLIMIT_NOFILE, &files)) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)
        || getsockname(listener, (struct sockaddr *)&address, &size)) {
        perror("floor");
        return 1;
    }
    epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &listener_tag};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    if (interval) {
        struct timespec time = {.tv_nsec = interval * 1000000L};
        struct itimerspec period = {.it_interval = time, .it_value = time};
        timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
        timerfd_settime(timer, 0, &period, NULL);
        event.data.ptr = &timer_tag;
        epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event);
    }
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        struct epoll_event events[MAX_EVENTS];
        int ready = epoll_wait(epoll, events, MAX_EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            struct client *c = events[i].data.ptr;
            if (events[i].data.ptr == &listener_tag) {
                accept_client(listener);
            } else if (events[i].data.ptr == &timer_tag) {
                on_timer(timer);
            } else if (events[i].events & EPOLLOUT) {
                flush(c);
            } else {
                receive(c);
            }
        }
    }
}
