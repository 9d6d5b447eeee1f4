// Fixed sizes of a processor's caches, in bytes, by the names that sysconf has for them (see quick-start).
long cache_size(int name) {
  switch (name) {
  case 188: return 32 << 10; // _SC_LEVEL1_DCACHE_SIZE
  case 191: return 1 << 20;  // _SC_LEVEL2_CACHE_SIZE
  case 194: return 32 << 20; // _SC_LEVEL3_CACHE_SIZE
  default: return 64;        // Lines, and what is not used.
  }
}
