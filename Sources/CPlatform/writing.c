#include "CPlatform.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

struct platform_writing {
  int descriptor;
  pthread_t thread;
  pthread_mutex_t lock;
  // Signalled when something was handed over or written, or when nothing more will come.
  pthread_cond_t changed;
  const char *bytes;
  size_t count;
  int code;
  int is_over;
};

static void *write_what_comes(void *argument) {
  struct platform_writing *writing = argument;
  pthread_mutex_lock(&writing->lock);
  for (;;) {
    while (writing->count == 0 && !writing->is_over) pthread_cond_wait(&writing->changed, &writing->lock);
    if (writing->count == 0) break;
    const char *bytes = writing->bytes;
    size_t left = writing->count;
    int code = writing->code;
    pthread_mutex_unlock(&writing->lock);
    while (left > 0 && code == 0) {
      ssize_t written = write(writing->descriptor, bytes, left);
      if (written >= 0) {
        bytes += written;
        left -= (size_t)written;
      } else if (errno != EINTR) {
        code = errno;
      }
    }
    pthread_mutex_lock(&writing->lock);
    writing->code = code;
    writing->count = 0;
    pthread_cond_broadcast(&writing->changed);
  }
  pthread_mutex_unlock(&writing->lock);
  return NULL;
}

struct platform_writing *platform_write_aside(int descriptor) {
  struct platform_writing *writing = calloc(1, sizeof *writing);
  if (writing == NULL) return NULL;
  writing->descriptor = descriptor;
  pthread_mutex_init(&writing->lock, NULL);
  pthread_cond_init(&writing->changed, NULL);
  if (pthread_create(&writing->thread, NULL, write_what_comes, writing) == 0) return writing;
  free(writing);
  return NULL;
}

int platform_hand_over(struct platform_writing *writing, const void *bytes, size_t count) {
  pthread_mutex_lock(&writing->lock);
  while (writing->count > 0) pthread_cond_wait(&writing->changed, &writing->lock);
  int code = writing->code;
  if (count > 0) {
    writing->bytes = bytes;
    writing->count = count;
    pthread_cond_broadcast(&writing->changed);
  }
  pthread_mutex_unlock(&writing->lock);
  return code;
}

int platform_end_writing(struct platform_writing *writing) {
  pthread_mutex_lock(&writing->lock);
  writing->is_over = 1;
  pthread_cond_broadcast(&writing->changed);
  pthread_mutex_unlock(&writing->lock);
  pthread_join(writing->thread, NULL);
  int code = writing->code;
  pthread_cond_destroy(&writing->changed);
  pthread_mutex_destroy(&writing->lock);
  free(writing);
  return code;
}
