"""The rhythms that melodies are made of, a bar each, by vocabulary; `.` rests."""

RHYTHMS = {
    # 4/4 in eighths that are swung
    "swing": ("x-x-x-xx", ".x.xx-x-", "x-xx.x--", ".xxxx-..", "xxxxx-x-", "x--xx-x-", "..xxxxx-",
              "x-.xx--.", ".x-x-x--", "xxxxxxxx", ".xxxxxx-", "x---x-xx", "x-x-x---", ".x--x-x-",
              "x-xxxx-x", "..x-x-xx", "x--x--x-", ".xxxx.xx", "x-xx-x--", "...xx-x-",
              "xx-xx-x-", "x..x--xx", ".x.x.x--", "x-----xx", "xxx-.xx-"),
    # 4/4 in triplets
    "shuffle": ("x-xx-xx--...", "x-xx-xx-xx--", "...x-xx-xx--", "x--x-xx--...", "xxxx--x-x...",
                "..xx-xx--x--", "x-x..xx-xx--", "x-----x-xx--", "...xxxx-xx--", "x--x--x-xx-x",
                "..x..xx-x...", "x-xx--......", "..xx-xx-xx-x", "x--..xx--..x", "xxxx-xx-----",
                "...x-xx-x...", "x-x-..x-xx--", "......x-xx-x"),
    # 4/4 in sixteenths, on the beat
    "pop": ("x---x---x-x-x---", "x-x-x-x-x---....", "x---..x-x-x-x---", "....x-x-x-x-x---",
            "x--x--x---x-x---", "x-x-..x-x-x-....", "x-------x-x-x-x-", "..x-x-x-x---x---",
            "x-x-x---x-x-x---", "x---x-x-x-------", "x-----x-x---....", "..x-x-x---x-x---",
            "x--x--x--x--x---", "x-x-x-x-x-x-x---", "....x---x-x-x-x-", "x---x---x-------",
            "x-x---x-..x-x---", "x-----x-----x-x-", "x-x-x---....x-x-", "..x---x---x-x---"),
    # 4/4 in sixteenths, pushed
    "soul": ("x--x--x-..x-x---", "..x-x--x--x-x---", "x-xx..x-x---....", "...xx-x-x--x----",
             "x---..xxx-x-....", "..xxx-x-..x-x---", "x--x-xx-x-------", ".x-x-x--x--x--x-",
             "....x-xxx--x----", "x-x-xx.xx-x-....", "..x--x--x--x----", "x-----xxx---x-x-",
             "...x--x-x-xxx---", "x-.xx-.xx---....", "..x-xxx---x-....", "x---x--x--x-x---"),
    "funk": ("x.x..xx..x.x....", "..x.xx..x..xx...", "x..x..x.....xxx.", "....x.xx..x.x...",
             "x.xx..x.x.......", ".xx.x..x.xx.x...", "x...x.x..xx.....", "..xxx...x.x.....",
             "x..x.x..x.......", "......x.xx.xx...", "x.x.x...........", "xx.x..x...x.x-..",
             "...xx.x-..x.x...", "x-..xx.x..x-...."),
    "slow": ("x-------x---x---", "x---x-x-x-------", "x-----x-x-------", "x-x-x---x---....",
             "....x-x-x---x---", "x-------------..", "x---x---x---x-x-", "x--xx---x-------",
             "..x-x-x-x-------", "x-----xxx---x---", "x---....x-x-x---", "x-xxx---x-x-----",
             "x---x--xx---....", "....x---x-x-x---", "x-x-x-x-x-------"),
    # 4/4 in eighths, straight
    "bossa": ("x--x--x-", ".x-x--x-", "x--.x-x-", "..x--xx-", "x-x--x--", ".x-x-x--", "x---.x-x",
              "..xx-x--", "x-----x-", "x-.xx-x-", ".xxx-x--", "x--x----", "..x-.xx-", "x-xx-x-x",
              ".x--x-x-", "x------.", "...x--x-", "x-x-x-..", ".xx-x---", "x--xx--."),
    # 4/4 in sixteenths, pushed
    "samba": ("x--x--x---x-x---", "..x--x--x--x----", "x-----x--x--x---", "..x-x--x--x-x---",
              "x--x--x--x------", "x---..x--x--x-x-", "..x---x---x-x---", "x-x--x--x--x----",
              "....x--x--x-x---", "x-------..x--x--", "x--x--x-x-x-----", "..x-x-x--x--x---"),
    "lofi": ("x---..x-..x-x---", "..x--x--x-------", "x-x---x-........", "....x-x---x-x---",
             "x--x--x---------", "........x-x-x---", "..x-x---x-------", "x-----x-x-x-....",
             "....x--x--x-....", "x---x-x---......", "..xxx---..x-x---"),
    "country": ("x-x-x-x-x---x---", "x---x-x-x---x-x-", "x-x-x---x-x-x---", "x---x---x-x-x---",
                "x-x-x-x-x-x-x-x-", "x---x-xxx-x-x---", "..x-x-x-x---x---", "x--xx-x-x-------",
                "x-xxx-x-x---....", "x-------x-x-x-x-"),
    # 3/4 in eighths
    "waltz": ("x---x-", "x-x-x-", "x-----", "x--xx-", "x-xxx-", "..x-x-", "x-x---", "xxx-x-",
              "x---xx", "x-xxxx", "..xxx-", "x-----", ".xx-x-", "x-x-..", "x---..", "x-.xx-"),
    # 6/8 in eighths
    "six": ("x--x--", "x-xx--", "x--xxx", "xxxx--", "x-----", "..xx-x", "x-xx-x", "x-x---",
            "...xxx", "x--x-x", "x---xx", "xx-x--", "x-----", ".xxx--", "x--x..", "xxx---"),
}
