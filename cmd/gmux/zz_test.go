//go:build linux

package main_test
import ("testing";"gmux/cmd/gmux/usertest";"time";"fmt";"os/exec")
func TestZZ(t *testing.T){
 for i:=range 12 { t.Run(fmt.Sprint(i),func(t *testing.T){ t.Parallel()
 for range 8 {
 w:=usertest.New(t)
 c:=w.StartPlain(24,80,"gmux","new","-s","work","cat")
 ok:=false
 for range 200 { if res:=w.Run([]string{"gmux","has-session","-t","work"}); res.Code==0 {ok=true;break}; time.Sleep(25*time.Millisecond) }
 if !ok { out,_:=exec.Command("sh","-c","find "+w.Path("sock")+" -type f | xargs tail -n 50").CombinedOutput(); t.Fatalf("out %q alive %v procs %v\n%s", c.Output(), usertest.Alive(c.Pid()), w.Processes(), out) }
 } }) }
}
